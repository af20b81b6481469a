import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FlowStatus } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import type { RunOutline } from '../core/scenario/outline';
import type { Role } from '../core/scenario/scenarioSource';
import { nextRealStep } from '../core/scenario/stepStretch';
import { ArrowHeads, Lifelines } from './arrows';
import { Icon } from './icons';
import { LaneSigns } from './laneSigns';
import { useParts } from './pageParts';
import { Row } from './row';
import { RuleSheet } from './ruleSheet';
import type { ShownDiagram } from './shownDiagram';

interface Props {
  readonly diagram: ShownDiagram;
  readonly outline: RunOutline;
  readonly status: FlowStatus;
  /** Whether the run is shown as it is now. What was next then is not told. */
  readonly isNow: boolean;
}

/** The sequence diagram. The actors are at the top, with one line for each step below. */
export function DiagramView({ diagram, outline: { actors, steps }, status: { next, phase }, isNow }: Props) {
  const { words, lanes } = useParts();
  const nextReal = nextRealStep(steps, next) ?? next;
  const frame = useRef<HTMLElement>(null);
  const header = useRef<HTMLDivElement>(null);
  useRules(lanes.rules);
  useLayoutEffect(() => {
    if (frame.current && header.current) return diagram.mount(frame.current, header.current);
    return undefined;
  }, [diagram]);
  return (
    <section class="diagram" ref={frame}>
      <div class="actor-frame" ref={header}>
        <LaneSigns frame={frame} header={header} />
        <ul class="actors lanes" aria-label={words.actorsLabel}>
          {actors.map(({ name, role }) => (
            <li key={name} class={lanes.laneClass(name)}>
              <span class="actor" title={`${name} (${roleText(role, words)})`}>
                <span class="actor-name">
                  <Icon name={role} />
                  {name}
                </span>
                <span class="role spoken-only">{roleText(role, words)}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div class="story">
        <ArrowHeads />
        <div class="lifeline-frame">
          <Lifelines lanes={lanes} />
        </div>
        <ol
          class="rows"
          aria-label={words.storyLabel}
          onKeyDown={diagram.keyDown}
          onClick={diagram.clicked}
          onFocusIn={diagram.focused}
        >
          {diagram.entries.map((entry) => (
            <Row
              key={entry.key}
              entry={entry}
              isNext={isNow && entry.state === 'planned' && entry.step.index === nextReal && phase !== 'broken'}
              isCurrent={entry.key === diagram.current}
              isOpen={diagram.isOpen(entry.key)}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}

/** Adds CSS rules while the component is mounted. */
function useRules(rules: string): void {
  useLayoutEffect(() => {
    const sheet = new RuleSheet();
    sheet.set(rules);
    return () => sheet.dispose();
  }, [rules]);
}

function roleText(role: Role, words: FlowStrings): string {
  const texts: Readonly<Record<Role, string>> = {
    browser: words.roleBrowser,
    app: words.roleApp,
    server: words.roleServer,
    platform: words.rolePlatform,
    person: words.rolePerson,
  };
  return texts[role];
}
