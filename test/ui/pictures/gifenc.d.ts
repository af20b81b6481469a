/** The package has no types of its own. What is used of it. */
declare module 'gifenc' {
  export type Colour = readonly [red: number, green: number, blue: number];

  export interface Encoder {
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette?: readonly Colour[];
        readonly delay: number;
        readonly transparent?: boolean;
        readonly transparentIndex?: number;
        readonly dispose?: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  export function GIFEncoder(): Encoder;
  export function nearestColorIndex(palette: readonly Colour[], colour: Colour): number;
}
