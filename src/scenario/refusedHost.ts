/** A run may not send anything to a host. */
export class RefusedHostError extends Error {
  override readonly name = 'RefusedHostError';

  /**
   * @param host the name or address, without user name and port
   * @param wayOut how to allow it, as the end of a sentence
   */
  constructor(
    readonly host: string,
    wayOut: string,
  ) {
    super(
      `Nothing was sent to ${host}, which is neither the server of this run nor its platform nor this machine; ${wayOut}.`,
    );
  }
}
