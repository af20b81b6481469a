/** A sheet of CSS rules that a script makes: the page allows no style in its markup. */
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
