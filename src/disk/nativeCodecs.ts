import { hash } from 'node:crypto';
import type { Codecs } from '../core/session/codecs';

/** As Node does it. */
export const nativeCodecs: Codecs = {
  sha1: (text) => hash('sha1', text, 'hex'),
  sha1OfBytes: (bytes) => hash('sha1', bytes, 'hex'),
};
