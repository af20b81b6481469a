/** A style sheet that a script creates, because the page allows no styles in its HTML. */
export class RuleSheet {
  private readonly sheet = new CSSStyleSheet();

  constructor() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  set(rules: string): void {
    this.sheet.replaceSync(rules);
  }

  dispose(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== this.sheet);
  }
}
