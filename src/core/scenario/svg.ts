import type { Diagram, DiagramRow } from './diagram';
import { escapeMarkup } from './markup';
import { storyOf } from './story';

const COLUMN = 220;
const MARGIN = 24;
const HEAD = 44;
const LINE = 16;
const GAP = 18;
const SELF = 40;
/** About how wide a letter of 13 px is; there is nobody here to measure it. */
const LETTER = 7.4;

/** Colours are VS Code's where its variables are there; elsewhere the system's, dark or light. */
const STYLE = `
svg { color-scheme: light dark; font: 13px var(--vscode-font-family, system-ui, sans-serif); }
.page { fill: var(--vscode-editor-background, Canvas); }
text { fill: var(--vscode-editor-foreground, CanvasText); stroke: var(--vscode-editor-background, Canvas); stroke-width: 3px; paint-order: stroke; }
.line { stroke: var(--vscode-editor-foreground, CanvasText); stroke-width: 1; fill: none; }
.life { stroke-dasharray: 2 4; opacity: 0.6; }
.reply { stroke-dasharray: 5 4; }
.tip { fill: var(--vscode-editor-foreground, CanvasText); }
.box { fill: var(--vscode-editorWidget-background, Canvas); stroke: var(--vscode-editor-foreground, CanvasText); }
.note { fill: var(--vscode-editorWidget-background, Canvas); stroke: var(--vscode-editorWidget-border, GrayText); }
.planned { opacity: 0.55; }
.small { font-size: 11px; }
.bad { fill: var(--vscode-errorForeground, #c72e2e); }
.badLine { stroke: var(--vscode-errorForeground, #c72e2e); }
`;

/** The diagram as one SVG document. It needs nothing around it, and nothing in it runs. */
export function svgOf(diagram: Diagram): string {
  return new Drawing(diagram).text();
}

class Drawing {
  private y = MARGIN + HEAD + GAP;
  private readonly parts: string[] = [];
  private readonly width: number;

  constructor(private readonly diagram: Diagram) {
    this.width = MARGIN * 2 + COLUMN * Math.max(1, diagram.lifelines.length);
  }

  text(): string {
    const { title, description, lifelines, rows } = this.diagram;
    for (const row of rows) this.row(row);
    const height = this.y + MARGIN;
    const heads = lifelines.map(({ name, role }, at) => this.head(name, role, at, height));
    const story = [description, ...storyOf(this.diagram)].filter((each) => each !== '').join('\n');
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${this.width}" height="${height}" viewBox="0 0 ${this.width} ${height}">`,
      `<title>${escapeMarkup(title)}</title>`,
      `<desc>${escapeMarkup(story)}</desc>`,
      `<style>${STYLE}</style>`,
      `<rect class="page" width="${this.width}" height="${height}"/>`,
      ...heads,
      ...this.parts,
      '</svg>\n',
    ].join('\n');
  }

  private head(name: string, role: string, at: number, height: number): string {
    const x = this.middle(at);
    const half = COLUMN / 2 - 10;
    const lines = wrapped(name, half * 2 - 12).slice(0, 2);
    // A person is drawn round, so that colour is not the only sign.
    const round = role === 'person' ? 20 : 3;
    return [
      `<line class="line life" x1="${x}" y1="${MARGIN + HEAD}" x2="${x}" y2="${height - MARGIN / 2}"/>`,
      `<rect class="box" x="${x - half}" y="${MARGIN}" width="${half * 2}" height="${HEAD}" rx="${round}"/>`,
      texts(lines, x, MARGIN + HEAD / 2 - ((lines.length - 1) * LINE) / 2 + 4, 'middle'),
    ].join('\n');
  }

  private row(row: DiagramRow): void {
    const group = row.state === 'planned' ? '<g class="planned">' : '<g>';
    this.parts.push(group);
    if (row.kind === 'message') this.message(row);
    else this.note(row);
    for (const failure of row.failures) this.failure(failure, row);
    this.parts.push('</g>');
    this.y += GAP;
  }

  private message({ text, from = '', to = '', answer, state, verdict }: DiagramRow): void {
    const [start, end] = [this.at(from), this.at(to)];
    const isSelf = start === end;
    const left = Math.min(start, end) + 6;
    const room = isSelf ? Math.max(COLUMN - 12, this.width - MARGIN - left - SELF) : Math.abs(end - start) - 12;
    const lines = wrapped(`${verdict === 'failed' ? '✖ ' : ''}${text}`, room);
    const bad = verdict === 'failed' ? ' badLine' : '';
    const words = isSelf ? left + SELF : (start + end) / 2;
    this.parts.push(texts(lines, words, this.y, isSelf ? 'start' : 'middle'));
    this.y += (lines.length - 1) * LINE + 8;
    if (isSelf) {
      const bottom = this.y + 14;
      this.parts.push(
        `<path class="line${bad}" d="M${start} ${this.y - 4}h${SELF}V${bottom}h${-SELF + 2}"/>`,
        tip(start, bottom, -1),
      );
      this.y = bottom + 4;
    } else {
      this.parts.push(`<line class="line${bad}" x1="${start}" y1="${this.y}" x2="${end}" y2="${this.y}"/>`);
      this.parts.push(
        state === 'unanswered'
          ? texts(['✕'], end, this.y + 5, 'middle', ' class="bad"')
          : tip(end, this.y, Math.sign(end - start)),
      );
    }
    if (answer === undefined) return;
    this.y += LINE + 4;
    const reply = wrapped(answer, room);
    this.parts.push(texts(reply, words, this.y, isSelf ? 'start' : 'middle', ' class="small"'));
    this.y += (reply.length - 1) * LINE + 6;
    if (isSelf || state === 'unanswered') return;
    this.parts.push(
      `<line class="line reply" x1="${end}" y1="${this.y}" x2="${start}" y2="${this.y}"/>`,
      tip(start, this.y, Math.sign(start - end)),
    );
  }

  private note({ kind, text, over }: DiagramRow): void {
    const xs = over.map((name) => this.at(name));
    const middle = xs.length > 0 ? ((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2 : this.width / 2;
    const width = Math.max(COLUMN - 20, (xs.at(-1) ?? 0) - (xs[0] ?? 0) + COLUMN - 60);
    const lines = wrapped(`${kind === 'event' ? '⚙ ' : ''}${text}`, width - 16);
    const height = lines.length * LINE + 10;
    this.parts.push(
      `<rect class="note" x="${middle - width / 2}" y="${this.y - LINE + 2}" width="${width}" height="${height}"/>`,
      texts(lines, middle, this.y + 3, 'middle'),
    );
    this.y += height - LINE;
  }

  private failure(failure: string, { from, over }: DiagramRow): void {
    const x = this.at(from ?? over[0] ?? '') + 6;
    const lines = wrapped(`✖ ${failure}`, Math.max(COLUMN, this.width - MARGIN - x));
    this.y += LINE;
    this.parts.push(texts(lines, x, this.y, 'start', ' class="small bad"'));
    this.y += (lines.length - 1) * LINE;
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
    return MARGIN + COLUMN * (column + 0.5);
  }
}

function tip(x: number, y: number, direction: number): string {
  return `<path class="tip" d="M${x} ${y}l${-8 * direction} -4v8z"/>`;
}

function texts(lines: readonly string[], x: number, y: number, anchor: string, attributes = ''): string {
  const spans = lines.map((line, at) => `<tspan x="${x}" y="${y + at * LINE}">${escapeMarkup(line)}</tspan>`);
  return `<text text-anchor="${anchor}"${attributes}>${spans.join('')}</text>`;
}

/** Lines that are about as wide as there is room; a word that is wider is broken. */
function wrapped(text: string, room: number): string[] {
  const most = Math.max(8, Math.floor(room / LETTER));
  const lines: string[] = [''];
  for (const word of text.split(/\s+/).flatMap((each) => pieces(each, most))) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if ([...line].length + 1 + [...word].length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function pieces(word: string, most: number): string[] {
  const letters = [...word];
  return Array.from({ length: Math.max(1, Math.ceil(letters.length / most)) }, (_, at) =>
    letters.slice(at * most, (at + 1) * most).join(''),
  );
}
