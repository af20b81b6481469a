/** All randomness of the server; seedable, so that a run can be repeated. */
export interface Random {
  /** So many bytes; from the operating system unless the server was given a seed. */
  bytes(length: number): Buffer;
  /** A whole number from 0 up to, not including, `limit`; every one as likely. */
  integer(limit: number): number;
}
