import { type Html, onLines, raw } from '../base/html';
import type { Diagram, DiagramRow } from './diagram';
import { answerWords } from './exchangeWords';
import { markup, writable } from './markup';
import { storyOf } from './story';
import { textWidth, wrapped } from './textLines';

/** How wide the column of an actor is. */
const COLUMN = 220;
/** The same where the picture has to be narrow, such as on a phone. */
const NARROW_COLUMN = 144;
const MARGIN = 24;
const HEAD = 44;
const LINE = 16;
const GAP = 18;
const SELF = 40;
/** So far from a lifeline a text ends beside it. */
const CLEAR = 10;
const FONT = 13;
const SMALL_FONT = 11;
/** How far letters reach below the baseline. */
const BELOW = 5;

/** Uses VS Code's colours when its variables are defined, otherwise the system's light or dark colours. */
const STYLE = `
svg { color-scheme: light dark; font: ${FONT}px var(--vscode-font-family, system-ui, sans-serif); }
.page { fill: var(--vscode-editor-background, Canvas); }
text { direction: ltr; unicode-bidi: plaintext; fill: var(--vscode-editor-foreground, CanvasText); stroke: var(--vscode-editor-background, Canvas); stroke-width: 3px; paint-order: stroke; }
.line { stroke: var(--vscode-editor-foreground, CanvasText); stroke-width: 1; fill: none; }
.life { stroke-dasharray: 2 4; opacity: 0.6; }
.reply { stroke-dasharray: 5 4; }
.tip { fill: var(--vscode-editor-foreground, CanvasText); }
.box { fill: var(--vscode-editorWidget-background, Canvas); stroke: var(--vscode-editor-foreground, CanvasText); }
.note { fill: var(--vscode-editorWidget-background, Canvas); stroke: var(--vscode-editorWidget-border, GrayText); }
.planned { opacity: 0.55; }
.small { font-size: ${SMALL_FONT}px; }
.bad { fill: var(--vscode-errorForeground, #c72e2e); }
.badLine { stroke: var(--vscode-errorForeground, #c72e2e); }
`;

/** The diagram as one SVG document. It needs no other file and contains no script. */
export function svgOf(diagram: Diagram): string {
  return new Drawing(diagram, COLUMN).text();
}

/** The same with narrow columns. */
export function narrowSvgOf(diagram: Diagram): string {
  return new Drawing(diagram, NARROW_COLUMN).text();
}

/** Draws from top to bottom and records how far everything reaches, so that the picture gets the right size. */
class Drawing {
  private y: number;
  private readonly parts: Html[] = [];
  private readonly headWidth: number;
  /** Right end of the lanes. Texts may reach further. */
  private readonly lanesEnd: number;
  private readonly heads: readonly (readonly string[])[];
  private readonly headHeight: number;
  private left = MARGIN;
  private right = 0;
  private bottom = 0;

  constructor(
    private readonly diagram: Diagram,
    private readonly column: number,
  ) {
    const { lifelines } = diagram;
    this.headWidth = column - 20;
    this.lanesEnd = MARGIN + column * Math.max(1, lifelines.length);
    this.heads = lifelines.map(({ name }) => linesOf(name, this.headWidth - 12, FONT));
    this.headHeight = Math.max(HEAD, ...this.heads.map(({ length }) => length * LINE + 12));
    this.y = MARGIN + this.headHeight + GAP;
    this.see(MARGIN, this.lanesEnd, this.y);
  }

  text(): string {
    const { title, description, lifelines, rows } = this.diagram;
    for (const row of rows) this.row(row);
    const heads = lifelines.map(({ role }, at) => this.head(role, at));
    const x = Math.floor(Math.min(0, this.left - MARGIN));
    const width = Math.ceil(this.right + MARGIN) - x;
    const height = Math.ceil(Math.max(this.y, this.bottom) + MARGIN);
    const lives = lifelines.map((_, at) => this.life(at, height));
    const story = [description, ...storyOf(this.diagram)].filter((each) => each !== '').join('\n');
    const picture = onLines([
      markup`<title>${title}</title>`,
      markup`<desc>${story}</desc>`,
      markup`<style>${raw(STYLE)}</style>`,
      markup`<rect class="page" x="${x}" width="${width}" height="${height}"/>`,
      ...lives,
      ...heads,
      ...this.parts,
    ]);
    const box = `${x} 0 ${width} ${height}`;
    const size = markup`width="${width}" height="${height}" viewBox="${box}"`;
    return String(markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size}>\n${picture}\n</svg>\n`);
  }

  private life(at: number, height: number): Html {
    const x = this.middle(at);
    return markup`<line class="line life" x1="${x}" y1="${MARGIN + this.headHeight}" x2="${x}" y2="${height - MARGIN / 2}"/>`;
  }

  private head(role: string, at: number): Html {
    const x = this.middle(at);
    const lines = this.heads[at] ?? [];
    // A person has round corners, so that colour is not the only sign.
    const round = role === 'person' ? 20 : 3;
    const first = MARGIN + this.headHeight / 2 - ((lines.length - 1) * LINE) / 2 + 4;
    return onLines([
      this.box('box', x - this.headWidth / 2, MARGIN, this.headWidth, this.headHeight, round),
      this.words(lines, x, first, 'middle'),
    ]);
  }

  private row(row: DiagramRow): void {
    const before = this.parts.length;
    if (row.kind === 'message') this.message(row);
    else this.note(row);
    for (const failure of row.failures) this.failure(failure, row);
    const drawn = onLines(this.parts.splice(before));
    const look = row.state === 'planned' && raw(' class="planned"');
    this.parts.push(markup`<g${look}>\n${drawn}\n</g>`);
    this.y += GAP;
  }

  private message({ text, from = '', to = '', answer, words, state, verdict, alongside }: DiagramRow): void {
    const { target, heldBack, says = [] } = words ?? {};
    const [start, end] = [this.at(from), this.at(to)];
    const isSelf = start === end;
    const left = Math.min(start, end) + 6;
    const room = isSelf ? Math.max(this.column - 12, this.lanesEnd - left - SELF) : Math.abs(end - start) - 12;
    const anchor = isSelf ? 'start' : 'middle';
    const middle = isSelf ? left + SELF : (start + end) / 2;
    const said = `${verdict === 'failed' ? '✖ ' : ''}${alongside ? '∥ ' : ''}${text}`;
    const lines = isSelf ? this.linesBeside(said, middle, room, FONT) : linesOf(said, room, FONT);
    const bad = verdict === 'failed' ? ' badLine' : '';
    this.parts.push(this.words(lines, middle, this.y, anchor));
    this.y += (lines.length - 1) * LINE;
    // A message without a title has this one.
    this.small([target === text ? undefined : target, heldBack], middle, room, anchor);
    this.y += 8;
    if (isSelf) {
      const bottom = this.y + 14;
      this.see(start, start + SELF, bottom);
      this.parts.push(
        markup`<path class="line${bad}" d="M${start} ${this.y - 4}h${SELF}V${bottom}h${-SELF + 2}"/>`,
        tip(start, bottom, -1),
      );
      this.y = bottom + 4;
    } else {
      this.parts.push(markup`<line class="line${bad}" x1="${start}" y1="${this.y}" x2="${end}" y2="${this.y}"/>`);
      this.parts.push(
        state === 'unanswered'
          ? this.words(['✕'], end, this.y + 5, 'middle', FONT, 'bad')
          : tip(end, this.y, Math.sign(end - start)),
      );
    }
    if (answer === undefined) return;
    this.y += 4;
    this.small([answerWords(answer, words), ...says], middle, room, anchor);
    this.y += 6;
    if (isSelf || state === 'unanswered') return;
    this.parts.push(
      markup`<line class="line reply" x1="${end}" y1="${this.y}" x2="${start}" y2="${this.y}"/>`,
      tip(start, this.y, Math.sign(start - end)),
    );
  }

  /** Texts in small letters, each below what stands there. */
  private small(texts: readonly (string | undefined)[], x: number, room: number, anchor: 'start' | 'middle'): void {
    for (const text of texts) {
      if (text === undefined) continue;
      const lines = anchor === 'start' ? this.linesBeside(text, x, room, SMALL_FONT) : linesOf(text, room, SMALL_FONT);
      this.y += LINE;
      this.parts.push(this.words(lines, x, this.y, anchor, SMALL_FONT));
      this.y += (lines.length - 1) * LINE;
    }
  }

  /** The lines of a text that begins at `x`. None ends on a lifeline, which would be taken for a letter. */
  private linesBeside(text: string, x: number, room: number, size: number): string[] {
    let lines = linesOf(text, room, size);
    for (let at = this.diagram.lifelines.length - 1; at >= 0; at--) {
      const life = this.middle(at);
      const isNear = (line: string) => Math.abs(x + textWidth(line, size) - life) < CLEAR;
      if (life - CLEAR > x && lines.some(isNear)) lines = linesOf(text, life - CLEAR - x, size);
    }
    return lines;
  }

  private note({ kind, text, over, outcome }: DiagramRow): void {
    const xs = over.map((name) => this.at(name));
    const middle = xs.length > 0 ? ((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2 : (MARGIN + this.lanesEnd) / 2;
    const width = Math.max(this.column - 20, (xs.at(-1) ?? 0) - (xs[0] ?? 0) + this.column - 60);
    const isDevice = kind === 'device';
    if (isDevice) this.y += BELOW;
    const lines = linesOf(`${kind === 'event' ? '⚙ ' : ''}${text}`, width - 16, isDevice ? SMALL_FONT : FONT);
    const more = outcome === undefined ? [] : linesOf(outcome, width - 16, SMALL_FONT);
    const height = (lines.length + more.length) * LINE + 10;
    this.parts.push(
      // A device has round corners, so that its state is not taken for what somebody has noted.
      this.box('note', middle - width / 2, this.y - LINE + 2, width, height, isDevice ? 8 : 0),
      this.words(lines, middle, this.y + 3, 'middle', isDevice ? SMALL_FONT : FONT),
      this.words(more, middle, this.y + 3 + lines.length * LINE, 'middle', SMALL_FONT),
    );
    this.y += height - LINE;
  }

  private failure(failure: string, { from, over }: DiagramRow): void {
    const x = this.at(from ?? over[0] ?? '') + 6;
    const lines = linesOf(`✖ ${failure}`, Math.max(this.column, this.lanesEnd - x), SMALL_FONT);
    this.y += LINE;
    this.parts.push(this.words(lines, x, this.y, 'start', SMALL_FONT, 'bad'));
    this.y += (lines.length - 1) * LINE;
  }

  private box(kind: string, x: number, y: number, width: number, height: number, round = 0): Html {
    this.see(x, x + width, y + height);
    return markup`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/>`;
  }

  /** Each line is a text element of its own. With right-to-left text, the lines of one element would change places. */
  private words(
    lines: readonly string[],
    x: number,
    y: number,
    anchor: 'start' | 'middle',
    size = FONT,
    kind = '',
  ): Html {
    const classes = [...(size === SMALL_FONT ? ['small'] : []), ...(kind === '' ? [] : [kind])].join(' ');
    const look = classes !== '' && markup` class="${classes}"`;
    const drawn = lines.map((line, at) => {
      const width = textWidth(line, size);
      const left = anchor === 'middle' ? x - width / 2 : x;
      this.see(left, left + width, y + at * LINE + BELOW);
      return markup`<text x="${x}" y="${y + at * LINE}" text-anchor="${anchor}"${look}>${line}</text>`;
    });
    return markup`${drawn}`;
  }

  /** Records that something is drawn up to there. */
  private see(left: number, right: number, bottom: number): void {
    this.left = Math.min(this.left, left);
    this.right = Math.max(this.right, right);
    this.bottom = Math.max(this.bottom, bottom);
  }

  private at(name: string): number {
    return this.middle(
      Math.max(
        0,
        this.diagram.lifelines.findIndex((each) => each.name === name),
      ),
    );
  }

  private middle(column: number): number {
    return MARGIN + this.column * (column + 0.5);
  }
}

function tip(x: number, y: number, direction: number): Html {
  return markup`<path class="tip" d="M${x} ${y}l${-8 * direction} -4v8z"/>`;
}

/** Splits a text into lines as it will be drawn: characters that are shown as code points are replaced first. */
function linesOf(text: string, room: number, size: number): string[] {
  return wrapped(writable(text), room, size);
}
