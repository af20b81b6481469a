import type { ComponentChildren } from 'preact';
import { filled } from '../core/flows/flowWords';
import type { HeldChain, HeldLeaf, HeldLine, HeldLink, HeldLook } from '../core/flows/heldSection';
import { Icon, type IconName } from './icons';
import { useParts } from './pageParts';

/** As many links of a chain, and as many things at one link, are shown at once. */
const MOST = 6;

const ICONS: Readonly<Record<HeldLook, IconName>> = {
  live: 'passed',
  used: 'skipped',
  expired: 'clock',
  revoked: 'failed',
  alarm: 'warning',
};

interface Props {
  readonly chain: HeldChain;
  /** Draws a line of a card. */
  readonly draw: (line: HeldLine) => ComponentChildren;
}

/** Links below each other, joined by a line. What came of one beside the next is set in. */
export function Chain({ chain, draw }: Props) {
  return (
    <Folded all={chain}>
      {(links) => (
        <ol class="chain">
          {links.map((link) => (
            <Link key={link.key} link={link} draw={draw} />
          ))}
        </ol>
      )}
    </Folded>
  );
}

interface FoldedProps<T> {
  /** Oldest first. */
  readonly all: readonly T[];
  readonly children: (some: readonly T[]) => ComponentChildren;
}

/** The youngest of many, below the older ones, which are opened by hand. */
function Folded<T>({ all, children }: FoldedProps<T>) {
  const { words } = useParts();
  const older = all.slice(0, Math.max(0, all.length - MOST));
  return (
    <>
      {older.length > 0 && (
        <details class="older-links">
          <summary>{filled(words.olderLinks, older.length)}</summary>
          {children(older)}
        </details>
      )}
      {children(all.slice(older.length))}
    </>
  );
}

function Link({ link, draw }: { readonly link: HeldLink; readonly draw: Props['draw'] }) {
  const { leaves = [], branches = [] } = link;
  return (
    <li class={`link look-${link.look}`} data-key={link.key}>
      <Leaf leaf={link} draw={draw} />
      {leaves.length > 0 && (
        <Folded all={leaves}>
          {(some) => (
            <ul class="leaves">
              {some.map((leaf) => (
                <li key={leaf.key} class={`leaf look-${leaf.look}`} data-key={leaf.key}>
                  <Leaf leaf={leaf} draw={draw} />
                </li>
              ))}
            </ul>
          )}
        </Folded>
      )}
      {branches.length > 0 && (
        <Folded all={branches}>
          {(some) =>
            some.map((branch) => (
              <div key={branch[0]?.key} class="branch">
                <Chain chain={branch} draw={draw} />
              </div>
            ))
          }
        </Folded>
      )}
    </li>
  );
}

function Leaf({ leaf: { look, line, also = [] }, draw }: { readonly leaf: HeldLeaf; readonly draw: Props['draw'] }) {
  return (
    <>
      <span class="link-sign">
        <Icon name={ICONS[look]} />
      </span>
      <p class="link-line">{draw(line)}</p>
      {also.map((each) => (
        <p class="also">{draw(each)}</p>
      ))}
    </>
  );
}
