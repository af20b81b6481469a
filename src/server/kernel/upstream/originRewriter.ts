import { Transform, type TransformCallback } from 'node:stream';
import { urlEncoded } from '../../../core/base/urlText';

/** Ways to write an address in a text: as it is, in JSON with escaped slashes, and as part of another URL. */
const SPELLINGS: readonly ((origin: string) => string)[] = [
  (origin) => origin,
  (origin) => origin.replaceAll('/', '\\/'),
  urlEncoded,
];

/** What goes on with one of these is another host or port. */
const GOES_ON = /[\w.:-]/;

/**
 * Replaces the address of one server by that of another in text, piece by piece, so that absolute links in an answer
 * lead to this server. The text may have any encoding that has ASCII in it.
 */
export class OriginRewriter {
  private readonly pairs: readonly (readonly [from: string, to: string])[];
  private readonly longest: number;
  private rest = '';

  /** @param from as a URL has it, without a slash at the end @param to the same */
  constructor(from: string, to: string) {
    this.pairs = SPELLINGS.map((spelling) => [spelling(from), spelling(to)] as const);
    this.longest = Math.max(...this.pairs.map(([text]) => text.length));
  }

  /** What can be passed on after a piece. */
  write(piece: Buffer): Buffer {
    return this.take(piece.toString('latin1'), false);
  }

  /** What is left at the end. */
  end(): Buffer {
    return this.take('', true);
  }

  /** The text as a whole. */
  static rewritten(bytes: Buffer, from: string, to: string): Buffer {
    const rewriter = new OriginRewriter(from, to);
    return Buffer.concat([rewriter.write(bytes), rewriter.end()]);
  }

  /** The same as a stream. */
  static stream(from: string, to: string): Transform {
    const rewriter = new OriginRewriter(from, to);
    return new Transform({
      transform: (piece: Buffer, _encoding, done: TransformCallback) => done(null, rewriter.write(piece)),
      flush: (done: TransformCallback) => done(null, rewriter.end()),
    });
  }

  private take(more: string, isEnd: boolean): Buffer {
    const text = this.rest + more;
    // A match is judged by the character behind it, so this one must have come too.
    const safe = isEnd ? text.length : Math.max(0, text.length - this.longest);
    const next = this.pairs.map(([from]) => text.indexOf(from));
    let [done, written] = [0, ''];
    for (;;) {
      const first = earliest(next);
      const at = first === undefined ? undefined : next[first];
      if (first === undefined || at === undefined || at >= safe) break;
      const [from, to] = this.pairs[first] as readonly [string, string];
      const end = at + from.length;
      const isWhole = !GOES_ON.test(text.charAt(end));
      if (at >= done) {
        written += text.slice(done, at) + (isWhole ? to : from);
        done = end;
      }
      next[first] = text.indexOf(from, end);
    }
    const kept = Math.max(done, safe);
    this.rest = text.slice(kept);
    return Buffer.from(written + text.slice(done, kept), 'latin1');
  }
}

/** The index of the smallest number that is not negative. */
function earliest(places: readonly number[]): number | undefined {
  let best: number | undefined;
  places.forEach((place, index) => {
    if (place >= 0 && (best === undefined || place < (places[best] as number))) best = index;
  });
  return best;
}
