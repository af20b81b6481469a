import { codePointText } from '../../core/base/visibleText';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';
import { withEscapes } from '../../core/terminal/withEscapes';

/** Makes a text one that XML can hold: a character that XML does not have is shown as its code point. */
export function xmlText(text: string): string {
  return text.replace(NO_XML, codePointText);
}

/** Says how long all suites took, which the JUnit builder has no way to say. */
export function withTime(xml: string, seconds: number): string {
  return xml.replace(/<testsuites(?= )/, `$& time="${seconds}"`);
}

/** XML for a terminal. Parsing it gives the same texts. */
export function xmlLines(xml: string): TerminalLine[] {
  const parts = xml.split(CDATA).map((part, at) => {
    const escaped = at % 2 === 0 ? reference : referenceInCdata;
    return part
      .split('\n')
      .map((each) => withEscapes(each, escaped))
      .join('\n');
  });
  return parts
    .join('')
    .split('\n')
    .map((each) => line`${each}`);
}

function reference(char: string): string {
  return `&#x${(char.codePointAt(0) ?? 0).toString(16)};`;
}

/** There are no references in a CDATA section, so it ends before and begins again. */
function referenceInCdata(char: string): string {
  return `]]>${reference(char)}<![CDATA[`;
}

// Source: XML 1.0, production 2.
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const CDATA = /(<!\[CDATA\[[\s\S]*?\]\]>)/;
