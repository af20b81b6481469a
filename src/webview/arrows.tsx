import type { Lanes } from './lanes';
import { useParts } from './pageParts';

type ArrowKind = 'call' | 'answer' | 'drawn';

/** The arrow from one actor to another. `kind` decides its style. */
export function Arrow({ from, to, kind }: { readonly from: string; readonly to: string; readonly kind: ArrowKind }) {
  const { lanes } = useParts();
  const [a, b] = [lanes.at(from), lanes.at(to)];
  const head = `url(#head-${kind})`;
  const out = lanes.isLast(a) ? -26 : 26;
  return (
    <svg class={`arrow arrow-${kind}`} width="100%" height={a === b ? 20 : 12} aria-hidden="true">
      {a === b ? (
        <svg x={lanes.middle(a)} overflow="visible" aria-hidden="true">
          <path d={`M0 3 h${out} v12 h${-out}`} marker-end={head} />
        </svg>
      ) : (
        <line x1={lanes.middle(a)} x2={lanes.middle(b)} y1="6" y2="6" marker-end={head} />
      )}
    </svg>
  );
}

/** A vertical line for each actor, behind everything else. */
export function Lifelines({ lanes }: { readonly lanes: Lanes }) {
  const lines = Array.from({ length: lanes.count }, (_, at) => lanes.middle(at));
  return (
    <svg class="lifelines" width="100%" height="100%" aria-hidden="true">
      {lines.map((x) => (
        <line key={x} x1={x} x2={x} y1="0" y2="100%" />
      ))}
    </svg>
  );
}

/** The arrowhead definitions. A page needs them once. */
export function ArrowHeads() {
  return (
    <svg class="heads" width="0" height="0" aria-hidden="true">
      <defs>
        <ArrowHead kind="call" d="M0 0 L10 5 L0 10 z" />
        <ArrowHead kind="answer" d="M1 1 L9 5 L1 9" />
        <ArrowHead kind="drawn" d="M1 1 L9 5 L1 9" />
      </defs>
    </svg>
  );
}

function ArrowHead({ kind, d }: { readonly kind: ArrowKind; readonly d: string }) {
  return (
    <marker
      id={`head-${kind}`}
      class={`head head-${kind}`}
      viewBox="0 0 10 10"
      refX="10"
      refY="5"
      markerWidth="9"
      markerHeight="9"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d={d} />
    </marker>
  );
}
