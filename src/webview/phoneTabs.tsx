import type { DeviceVoice } from '../core/flows/deviceVoice';
import type { ShownDevice } from '../core/scenario/shownDevice';
import { Icon } from './icons';
import { useParts } from './pageParts';
import { StateSign } from './stateSign';

interface Props {
  readonly devices: ReadonlyMap<string, ShownDevice>;
  readonly shown: string | undefined;
  readonly voice: DeviceVoice;
  readonly choose: (actor: string) => void;
}

/** Chooses one of several devices. The state of each can be seen without choosing it. */
export function PhoneTabs({ devices, shown, voice, choose }: Props) {
  const { words } = useParts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div class="phone-tabs" role="group" aria-label={words.chooseDevice}>
      {[...devices].map(([actor, { state }]) => (
        <button
          key={actor}
          type="button"
          class="phone-tab"
          aria-pressed={actor === shown}
          onClick={() => choose(actor)}
        >
          <Icon name="app" />
          <span class="phone-tab-name">{actor}</span>
          <span class="phone-tab-state also">
            <StateSign name={state} voice={voice} />
            {voice.state(state)}
          </span>
        </button>
      ))}
    </div>
  );
}
