import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What some runtimes do faster than JavaScript can. Core is given it, because it knows no runtime. */
export interface Codecs {
  /** SHA-1 of a text in UTF-8, in lower-case hexadecimal. */
  sha1(text: string): string;
  /** The same for a text that is in UTF-8 already. */
  sha1OfBytes(bytes: Uint8Array): string;
}

/** For every runtime. */
export const portableCodecs: Codecs = {
  sha1: (text) => bytesToHex(sha1(utf8ToBytes(text))),
  sha1OfBytes: (bytes) => bytesToHex(sha1(bytes)),
};
