import Slugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

export interface Fence {
  /** What the block says that it is: `json`, `sh`… */
  readonly language: string;
  readonly text: string;
}

export interface MarkdownFile {
  /** Names of places that a link can lead to, as GitHub makes them of headings. */
  readonly anchors: ReadonlySet<string>;
  /** Targets of links and pictures, as they are written. */
  readonly links: readonly string[];
  readonly fences: readonly Fence[];
  /** Code in the midst of text. */
  readonly codes: readonly string[];
  /** What is written in italics. */
  readonly emphases: readonly string[];
  /** Text that a reader sees, without code. */
  readonly words: readonly string[];
  /** Headings, and all the text below each until the next one of its level or above; as written. */
  section(anchor: string): string | undefined;
}

const markdown = new MarkdownIt({ html: true });

export function readMarkdown(text: string): MarkdownFile {
  const tokens = markdown.parse(text, {});
  const lines = text.split('\n');
  const slugger = new Slugger();
  const headings = tokens.flatMap((token, at) => {
    if (token.type !== 'heading_open' || !token.map) return [];
    const anchor = slugger.slug(plainText(tokens[at + 1]));
    return [{ anchor, level: Number(token.tag.slice(1)), line: token.map[0] }];
  });
  const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  const html = all.filter(({ type }) => type.startsWith('html_')).map(({ content }) => content);
  return {
    anchors: new Set([...headings.map(({ anchor }) => anchor), ...html.flatMap((each) => valuesOf(each, 'id'))]),
    links: [
      ...all.flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? []),
      ...html.flatMap((each) => [...valuesOf(each, 'href'), ...valuesOf(each, 'src')]),
    ],
    fences: tokens
      .filter(({ type }) => type === 'fence')
      .map(({ info, content }) => ({ language: info, text: content })),
    codes: all.filter(({ type }) => type === 'code_inline').map(({ content }) => content),
    emphases: all.flatMap((token, at) => (token.type === 'em_open' ? [all[at + 1]?.content ?? ''] : [])),
    words: all.filter(({ type }) => type === 'text').map(({ content }) => content),
    section: (anchor) => {
      const at = headings.findIndex((each) => each.anchor === anchor);
      const heading = headings[at];
      if (!heading) return undefined;
      const next = headings.slice(at + 1).find(({ level }) => level <= heading.level);
      return lines.slice(heading.line, next?.line).join('\n');
    },
  };
}

function plainText(token: Token | undefined): string {
  return (token?.children ?? []).map(({ type, content }) => (type.endsWith('_open') ? '' : content)).join('');
}

function valuesOf(html: string, attribute: string): string[] {
  return [...html.matchAll(new RegExp(`\\b${attribute}="([^"]*)"`, 'g'))].map(([, value]) => String(value));
}
