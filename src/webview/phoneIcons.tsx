import type { DeviceIcon } from '../core/flows/devicePresenter';

/** SVG paths in a 16 by 16 view box, drawn as lines in the colour of the text. */
const PATHS: Readonly<Record<DeviceIcon, string>> = {
  touch:
    'M6 9V3.5a1.2 1.2 0 0 1 2.4 0V7l3.4.7a1.6 1.6 0 0 1 1.2 1.8L12.5 13 11 14.5H7.5L3.7 10.4a1 1 0 0 1 1.5-1.3zM3.2 3.5a4 4 0 0 1 8 0',
  finger:
    'M4 13c1-2 1.2-3.5 1.2-5.200a2.8 2.8 0 0 1 5.6 0c0 2-.2 4-1 6.200M8 7.800c0 2.5-.4 4.7-1.6 6.700M2.7 10.500c.4-1 .5-1.8.5-2.800A4.8 4.8 0 0 1 8 2.900c2.7 0 4.8 2.1 4.8 4.8 0 1.6 0 2.8-.4 4.3',
  pin: 'M4 7h8v6.500H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 9.500v1.8',
  pinWrong: 'M4 7h8v6.500H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M6.5 8.800l3 3m0-3l-3 3',
  launch: 'M4.5 1.500h7v13h-7zM7 5.500v5l3-2.500z',
  front: 'M4.5 1.500h7v13h-7zM8 11V5M5.9 7L8 4.9 10.1 7',
  back: 'M4.5 1.500h7v13h-7zM8 5v6M5.9 9L8 11.1 10.1 9',
  kill: 'M4.5 1.500h7v13h-7zM6.3 6.300l3.4 3.400m0-3.400L6.3 9.7',
  forget: 'M3.5 5h9M6.5 5V3h3v2M4.5 5l.6 9h5.800l.6-9M7 7.500v4M9 7.500v4',
  signIn: 'M8.5 2.500h5v11h-5M2 8h7.500M7 5.300L9.7 8 7 10.7',
  signOut: 'M7.5 2.500h-5v11h5M6 8h7.500M11 5.300L13.7 8 11 10.7',
  call: 'M2 5.500h10.500M10 3l2.7 2.500L10 8M14 10.500H3.500M6 8l-2.7 2.500L6 13',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.700M13.2 2v3.200H10',
  deliver: 'M2.5 3.500h11v6h-11zM2.5 4l5.5 4 5.5-4M8 10v4M6 12.200L8 14.200l2-2',
  sleep: 'M13 9.500A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.500z',
  wake: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.200v1.600M8 13.200v1.600M1.2 8h1.600M13.2 8h1.600M3.2 3.200l1.1 1.100M11.7 11.700l1.1 1.100M12.8 3.200l-1.1 1.100M4.3 11.700l-1.1 1.1',
  reboot: 'M8 1.500V8M4.8 3.700a5.5 5.5 0 1 0 6.4 0',
  clockJump: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.500V8l2.5 2',
};

/** A decorative picture. Screen readers ignore it, because there is always text beside it. */
export function PhoneIcon({ name }: { readonly name: DeviceIcon }) {
  return (
    <svg class="icon line-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
