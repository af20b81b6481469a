import { readMarkdown } from '../contract/markdown';

/** What a manifest says of where the repository is. */
interface Homes {
  readonly repository: { readonly url: string };
}

/** Pages that GitHub has of each repository. */
const PAGES = /^(?:issues(?:\/new\/choose)?|discussions|releases|security(?:\/advisories\/new)?|pulls)$/;
const IN_FILES = /^(?:blob|raw|tree)\/[^/]+\//;

export function isPicture(link: string): boolean {
  return /\.(?:png|gif|svg|webp|jpe?g)$/.test(link);
}

/** Finds addresses of our own repository that lead to nothing. Nothing is asked of the network. */
export class DeadAddresses {
  private readonly home: string;
  private readonly address: RegExp;

  /** @param read the text of a file of the repository; undefined when there is none, empty for a folder */
  constructor(
    private readonly read: (file: string) => string | undefined,
    { repository }: Homes,
  ) {
    this.home = repository.url.replace(/^git\+|\.git$/g, '');
    this.address = new RegExp(`${this.home.replace(/[.]/g, '\\.')}(?![\\w-])[^\\s"'\`)>\\]]*`, 'g');
  }

  /** All that a text has. */
  known(text: string): string[] {
    return [...text.matchAll(this.address)].map(([address]) => address.replace(/[.,;:]+$/, ''));
  }

  deadIn(text: string): string[] {
    return this.known(text).filter((address) => !this.leads(address));
  }

  /** The file of the repository that an address is of. */
  fileOf(address: string): string | undefined {
    const [target = ''] = address.split('#');
    const place = target.slice(this.home.length + 1);
    return address.startsWith(`${this.home}/`) && IN_FILES.test(place) ? place.replace(IN_FILES, '') : undefined;
  }

  private leads(address: string): boolean {
    const [target = '', anchor] = address.split('#');
    const place = decodeURI(target.slice(this.home.length)).replace(/^\.git$|^\//, '');
    if (place === '' || PAGES.test(place)) return true;
    const text = this.read(place.replace(IN_FILES, ''));
    return text !== undefined && (anchor === undefined || readMarkdown(text).anchors.has(anchor));
  }
}
