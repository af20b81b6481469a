import { useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  /** The column is drawn so wide meanwhile. */
  readonly drag: (pixels: number) => void;
  /** The column is to be so wide, or as wide as by itself. */
  readonly end: (pixels: number | undefined) => void;
}

/** The right edge of a head, which is dragged to make its column wider. A double click sets it back. The keys are those of the head. */
export function ColumnGrip({ title, drag, end }: Props) {
  const begun = useRef<{ readonly x: number; readonly width: number; isMoved: boolean } | undefined>(undefined);
  const widthAt = ({ clientX }: PointerEvent) => (begun.current?.width ?? 0) + clientX - (begun.current?.x ?? clientX);
  return (
    <span
      class="grid-grip"
      aria-hidden="true"
      title={title}
      // It does not sort.
      onClick={(event) => event.stopPropagation()}
      onDblClick={(event) => {
        event.stopPropagation();
        end(undefined);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const width = event.currentTarget.parentElement?.offsetWidth ?? 0;
        begun.current = { x: event.clientX, width, isMoved: false };
      }}
      onPointerMove={(event) => {
        if (!begun.current) return;
        begun.current.isMoved = true;
        drag(widthAt(event));
      }}
      onPointerUp={(event) => {
        const pixels = begun.current?.isMoved ? widthAt(event) : undefined;
        begun.current = undefined;
        if (pixels !== undefined) end(pixels);
      }}
      onPointerCancel={() => {
        begun.current = undefined;
      }}
    />
  );
}
