import type { DeviceStateLook } from '../core/flows/devicePresenter';
import type { DeviceVoice } from '../core/flows/deviceVoice';
import { Icon, type IconName } from './icons';

const ICONS: Readonly<Record<DeviceStateLook, IconName>> = {
  still: 'planned',
  busy: 'hourglass',
  open: 'passed',
  shut: 'lock',
  out: 'door',
};

/** The drawn sign of a state of the app. There is always its name beside it. */
export function StateSign({ name, voice }: { readonly name: string; readonly voice: DeviceVoice }) {
  const look = voice.look(name);
  return <Icon name={ICONS[look]} class={`sign-${look}`} />;
}
