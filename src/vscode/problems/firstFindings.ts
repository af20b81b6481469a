import type { SessionKey } from '../../core/index/sessionIndex';

/** A file with findings. */
export interface FaultyFile {
  readonly key: SessionKey;
  /** Whether one of them is an error. */
  readonly hasError: boolean;
  /** How many there are. */
  readonly count: number;
}

interface Place extends FaultyFile {
  readonly id: string;
  readonly order: string;
  isListed: boolean;
}

/**
 * Of files with findings, those that are listed: the first ones, up to a number of findings. Files with errors come before
 * files with hints alone, then all are in the order of their places. A change costs as much as it changes, and a look at
 * the names of the others only when there is room again.
 */
export class FirstFindings {
  private readonly places = new Map<string, Place>();
  /** Those that are listed, in order. */
  private readonly listed: Place[] = [];
  private listedCount = 0;
  private allCount = 0;
  private readonly touched = new Map<string, SessionKey>();

  /** @param most how many findings are listed; of a file all are, or none, but the first is listed in any case */
  constructor(private readonly most: number) {}

  /** How many findings there are in all files. */
  get total(): number {
    return this.allCount;
  }

  countOf(key: SessionKey): number {
    return this.places.get(findingPlaceOf(key))?.count ?? 0;
  }

  isListed(key: SessionKey): boolean {
    const place = this.places.get(findingPlaceOf(key));
    return place?.isListed === true;
  }

  /** What a file has now. A count of zero removes it. */
  set(file: FaultyFile): void {
    const { key, hasError, count } = file;
    const id = findingPlaceOf(key);
    this.touched.set(id, key);
    this.remove(id);
    if (count === 0) return;
    const place = { ...file, id, isListed: false, order: `${hasError ? 0 : 1}\0${id}` };
    this.places.set(id, place);
    this.allCount += count;
    const last = this.listed.at(-1);
    if (last && place.order < last.order) this.list(place);
  }

  /** Lists as many as there may be. Returns the files whose problems are to be drawn anew. */
  settle(): SessionKey[] {
    while (this.listedCount > this.most && this.listed.length > 1) {
      const last = this.listed.pop() as Place;
      last.isListed = false;
      this.listedCount -= last.count;
      this.touched.set(last.id, last.key);
    }
    if (this.listedCount < this.most) {
      for (const place of this.next(this.most - this.listedCount)) {
        if (this.listedCount + place.count > this.most && this.listed.length > 0) break;
        this.list(place);
      }
    }
    const touched = [...this.touched.values()];
    this.touched.clear();
    return touched;
  }

  private list(place: Place): void {
    this.listed.splice(this.positionOf(place.order), 0, place);
    place.isListed = true;
    this.listedCount += place.count;
    this.touched.set(place.id, place.key);
  }

  private remove(id: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.places.delete(id);
    this.allCount -= place.count;
    if (!place.isListed) return;
    this.listed.splice(this.positionOf(place.order), 1);
    this.listedCount -= place.count;
  }

  /** The first of those that are not listed, in order. None of them comes before one that is listed. */
  private next(most: number): Place[] {
    if (this.listed.length === this.places.size) return [];
    const last = this.listed.at(-1)?.order ?? '';
    const found: Place[] = [];
    for (const place of this.places.values()) {
      if (place.order <= last) continue;
      const worst = found.at(-1);
      if (found.length === most && worst && place.order > worst.order) continue;
      found.splice(positionIn(found, place.order), 0, place);
      if (found.length > most) found.pop();
    }
    return found;
  }

  private positionOf(order: string): number {
    return positionIn(this.listed, order);
  }
}

/** Where something of this order is in a sorted list, or would be. */
function positionIn(sorted: readonly Place[], order: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as Place).order < order) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Tells files apart. */
export function findingPlaceOf({ folder, application, name }: SessionKey): string {
  return `${folder}\0${application}\0${name}`;
}
