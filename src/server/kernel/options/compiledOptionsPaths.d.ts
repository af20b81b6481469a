import type { Json } from '../../../core/json/json';

/** All options that are paths of files or folders. `option` has the names of its members, from the outermost. */
export declare const paths: readonly {
  readonly option: readonly string[];
  /** `path` means that the file or folder need not exist. */
  readonly format: 'path' | 'existing-file' | 'existing-folder';
}[];

/** What options are that are not given. Not all of them have such: what one is may follow from another one. */
export declare const defaults: readonly { readonly option: readonly string[]; readonly value: Json }[];
