import { fold } from './fold';

/** A name in which a word is searched. Most sessions of an application have the same name as the one before. Then it is not searched again. */
export class SearchedName {
  private last: string | undefined;
  private lastFits = false;

  constructor(private readonly word: string) {}

  fits(name: string | undefined): boolean {
    if (name !== this.last) {
      this.last = name;
      this.lastFits = name !== undefined && fold(name).includes(this.word);
    }
    return this.lastFits;
  }
}
