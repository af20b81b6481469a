/** What a person would see to be wrong with a drawn page. */
export interface Flaw {
  readonly kind: 'cut off' | 'overlapping' | 'faint text' | 'faint icon';
  /** The text or the name of the icon. */
  readonly what: string;
  /** Figures that say by how much: pixels, or a ratio. */
  readonly detail: string;
}

/** What a look at a page leaves out or asks for. */
export interface Look {
  /** CSS selector of the parts that are looked at. */
  readonly parts: string;
  /** CSS selector of texts that may be cut off altogether. */
  readonly mayVanish?: string;
  /** CSS selector of texts that may end with an ellipsis, though nothing says their rest. */
  readonly mayBeShortened?: string;
  /** So much of a text that may be shortened is seen. In pixels. */
  readonly leastShown?: number;
  /** CSS selector of texts that may be as pale as large ones. */
  readonly mayBePale?: string;
  /** CSS selector of what is not looked at, such as an editor of VS Code's own. */
  readonly leaveOut?: string;
}
