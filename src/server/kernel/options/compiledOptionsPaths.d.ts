/** All options that are paths of files or folders. `option` has the names of its members, from the outermost. */
export declare const paths: readonly {
  readonly option: readonly string[];
  /** `path` means that the file or folder need not exist. */
  readonly format: 'path' | 'existing-file' | 'existing-folder';
}[];
