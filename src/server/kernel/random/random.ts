/** The source of all randomness of the server. A seed makes a run repeatable. */
export interface Random {
  /** This many random bytes. They come from the operating system, unless the server has a seed. */
  bytes(length: number): Buffer;
  /** A random whole number from 0 to `limit` - 1. All are equally likely. */
  integer(limit: number): number;
}
