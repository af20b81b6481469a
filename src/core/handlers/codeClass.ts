/** A function of a class, as its file declares it. */
export interface CodeFunction {
  readonly name: string;
  /** Offsets of the name in the text. */
  readonly start: number;
  readonly end: number;
  /** The line that declares it, without comments. */
  readonly signature: string;
  /** The lines of comment right above it. */
  readonly comment: string;
}

/** What the text of a class says. */
export interface CodeClass {
  readonly functions: readonly CodeFunction[];
  /** Whether it may have more functions than its text shows, because it extends another class. */
  readonly isDerived: boolean;
  readonly isSingleton: boolean;
}

/** Not the functions of a computed attribute (`Function get total`), nor of an event: nobody can call them by a name. */
const FUNCTION_4D =
  /^[ \t]*(?:(?:exposed|local|server|shared|session|singleton|onHTTPGet)[ \t]+)*function[ \t]+(?!(?:get|set|query|orderBy|event)[ \t]+[\p{L}_])([\p{L}_][\p{L}\p{N}_]*)[^\r\n]*/dgimu;
const CONSTRUCTOR = /^[ \t]*(?:(?:exposed|local|server|shared|session|singleton)[ \t]+)*class[ \t]+constructor\b/im;
const EXTENDS_4D = /^[ \t]*class[ \t]+extends[ \t]+\S/im;
const METHOD =
  /^[ \t]*(?:(?:static|async)[ \t]+)*\*?[ \t]*([\p{L}_$][\p{L}\p{N}_$]*)[ \t]*\([^\r\n]*\{[ \t]*\}?[ \t]*$/dgmu;
/** Of a comment, in a hover. */
const MOST_LINES = 40;
const NO_METHODS = /^(?:if|for|while|switch|catch|with|function|constructor)$/;

/** Reads a class of 4D (a file in `Classes`). Keywords are the same in any case. */
export function classOf4D(text: string): CodeClass {
  const code = withoutComments(text, /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\r\n]*|"(?:\\.|[^"\\\r\n])*"?/g);
  const [made = ''] = CONSTRUCTOR.exec(code) ?? [];
  return {
    functions: functionsIn(text, code, FUNCTION_4D),
    isDerived: EXTENDS_4D.test(code),
    isSingleton: /\bsingleton\b/i.test(made),
  };
}

/** Reads a module in JavaScript that stands for a class. */
export function classOfModule(text: string): CodeClass {
  const strings =
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\r\n]*|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?|`(?:\\.|[^`\\])*`?/g;
  const code = withoutComments(text, strings);
  const functions = functionsIn(text, code, METHOD).filter(({ name }) => !NO_METHODS.test(name));
  // What a module takes from others is not in its own text.
  const isDerived = /\bextends\b|\bexport\s*[*{]|\bexports\b/.test(code);
  return { functions, isDerived, isSingleton: true };
}

function functionsIn(text: string, code: string, pattern: RegExp): CodeFunction[] {
  return [...code.matchAll(pattern)].map((match) => {
    const [line, name = ''] = match;
    const [start = 0, end = 0] = match.indices?.[1] ?? [];
    const written = text.slice(match.index, match.index + line.length);
    const signature = line.trimEnd() === line ? written : written.slice(0, line.trimEnd().length);
    return {
      name,
      start,
      end,
      signature: signature.replace(/\{\s*\}?$/, '').trim(),
      comment: commentAbove(text, match.index),
    };
  });
}

/** The comment that ends right above a place, without its signs. */
function commentAbove(text: string, at: number): string {
  const above = text.slice(0, at).trimEnd().split(/\r?\n/);
  // An empty line in between separates them.
  if (/\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, at))) return '';
  const lines: string[] = [];
  const isInBlock = above.at(-1)?.endsWith('*/') ?? false;
  for (const line of above.reverse()) {
    const isLine = /^\s*\/\//.test(line);
    if (!isInBlock && !isLine) break;
    lines.push(line.replace(/^\s*(?:\/\/+|\/\*+|\*(?!\/))?\s?|\s*\*+\/\s*$/g, ''));
    if (isInBlock && line.includes('/*')) break;
    if (lines.length > MOST_LINES) break;
  }
  return lines.reverse().join('\n').trim();
}

/** The same text with blanks in place of comments and strings. */
function withoutComments(text: string, comments: RegExp): string {
  return text.replace(comments, (found) => found.replace(/[^\r\n]/g, ' '));
}
