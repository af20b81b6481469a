declare module '../../kernel/options/options' {
  interface SystemOptions {
    readonly probe?: ProbeOptions;
  }
}

export interface ProbeOptions {
  readonly prefix?: string;
}
