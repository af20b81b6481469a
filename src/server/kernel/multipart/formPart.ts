/** One part of a `multipart/form-data` body: a field of a form, or a file. */
export interface FormPart {
  /** The name of the field. Empty if the part has none. */
  readonly name: string;
  /** The name of the file exactly as the client gave it. Absent if the part is no file. */
  readonly fileName?: string;
  /** The media type that the part has, with its parameters. Empty if it has none. */
  readonly type: string;
  /** The content. A view of the body, which is not copied. */
  readonly bytes: Uint8Array;
}
