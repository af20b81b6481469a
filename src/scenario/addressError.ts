/**
 * A request has an address that no URL can be. The message does not repeat it, because a password may stand in it, and
 * what was never sent is covered nowhere.
 */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  constructor() {
    super('The address of the request is no URL; check its host, and that its port is at most 65535.');
  }
}
