/** The route of the server itself that is nearest to a path that nothing answers. */
export interface NearRoute {
  /** Its method and path. */
  readonly name: string;
  /** Whether the path differs in capital and small letters only. */
  readonly isSame: boolean;
}
