/** An element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const SPACE = /\s+/y;
const NAME = /[A-Za-z_][\w.-]*/y;
const ATTRIBUTE = /([A-Za-z_][\w.-]*)="([^"<]*)"/y;
const CHARACTERS = /[^<&]+/y;
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#x([0-9A-Fa-f]+)|#(\d+));/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
// Source: XML 1.0, production 2.
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads what JUnit reports use of XML 1.0, and throws at the first thing that is not well-formed. */
export function readXml(text: string): XmlElement {
  const illegal = ILLEGAL.exec(text);
  if (illegal) throw new Error(`character U+${illegal[0].codePointAt(0)?.toString(16)} at ${illegal.index}`);
  return new XmlReader(text).document();
}

class XmlReader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): XmlElement {
    this.expect('<?xml version="1.0" encoding="UTF-8"?>');
    this.match(SPACE);
    const root = this.element();
    this.match(SPACE);
    if (this.at !== this.text.length) this.fail('the end');
    return root;
  }

  private element(): XmlElement {
    this.expect('<');
    const name = this.match(NAME)?.[0] ?? this.fail('a name');
    const attributes = this.attributes();
    const element: XmlElement = { name, attributes, children: [], text: '' };
    if (this.text.startsWith('/>', this.at)) {
      this.at += 2;
      return element;
    }
    this.expect('>');
    while (!this.text.startsWith('</', this.at)) this.content(element);
    this.expect(`</${name}>`);
    return element;
  }

  private attributes(): Record<string, string> {
    const attributes: Record<string, string> = {};
    while (this.match(SPACE)) {
      const found = this.match(ATTRIBUTE) ?? this.fail('an attribute');
      const [, name, value] = found as unknown as [string, string, string];
      if (name in attributes) this.fail(`one ${name}`);
      attributes[name] = new XmlReader(value).characters();
      if (/^[/>]/.test(this.text.slice(this.at))) break;
    }
    return attributes;
  }

  private content(element: XmlElement): void {
    const cdata = this.match(CDATA);
    if (cdata) element.text += cdata[1];
    else if (this.text[this.at] === '<') element.children.push(this.element());
    else if (this.at < this.text.length) element.text += this.characters();
    else this.fail(`</${element.name}>`);
  }

  /** Text with its entities, up to the next markup. */
  private characters(): string {
    let text = '';
    while (this.at < this.text.length && this.text[this.at] !== '<') {
      const plain = this.match(CHARACTERS);
      if (plain) {
        text += plain[0];
        continue;
      }
      const [, named, hex, decimal] = this.match(ENTITY) ?? this.fail('an entity');
      text += named ? ENTITIES[named] : String.fromCodePoint(Number.parseInt(hex ?? decimal ?? '', hex ? 16 : 10));
    }
    return text;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private expect(words: string): void {
    if (!this.text.startsWith(words, this.at)) this.fail(words);
    this.at += words.length;
  }

  private fail(wanted: string): never {
    throw new Error(`${wanted} expected at ${this.at}: ${JSON.stringify(this.text.slice(this.at, this.at + 60))}`);
  }
}
