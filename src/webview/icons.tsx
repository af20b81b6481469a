/** SVG paths in a 16 by 16 view box, drawn in the colour of the text. */
const PATHS = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  step: 'M3 3v10l6.5-5zM11 3h2v10h-2z',
  back: 'M13 3v10L6.5 8zM3 3h2v10H3z',
  restart: 'M8 3a5 5 0 1 1-4.6 3l1.4.6A3.5 3.5 0 1 0 8 4.5V7L4.5 3.7 8 .5z',
  hold: 'M11.5 1.5l3 3L6 13l-4 1 1-4zM4.2 10.6l-.5 1.7 1.7-.5z',
  clock:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.25 4h1.5v3.7l2.6 2.6-1 1.1-3.1-3.1z',
  fault: 'M9.5 1L3 9h4l-1 6 7-8.5H8.8z',
  save: 'M2 2h9l3 3v9H2zm1.5 1.5v9h9V5.7l-2.1-2.2H10V7H4.5V3.5zM6 3.5V5.5h2.5V3.5zM5 9h6v3.5H5z',
  export: 'M7.25 1.5h1.5v6.7l2.4-2.4 1.1 1.1L8 11.1 3.75 6.9l1.1-1.1 2.4 2.4zM2 10.5h1.5v3h9v-3H14V15H2z',
  keys: 'M1 4h14v8H1zm1.5 1.5v5h11v-5zM4 6.5h1.5V8H4zm3 0h1.5V8H7zm3 0h2V8h-2zM5 9h6v1H5z',
  passed: 'M6.3 12.5L2 8.2l1.2-1.2 3.1 3.1 6.5-6.6L14 4.7z',
  failed: 'M3.2 2L8 6.8 12.8 2 14 3.2 9.2 8l4.8 4.8-1.2 1.2L8 9.2 3.2 14 2 12.8 6.8 8 2 3.2z',
  accepted:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6.9 11L4.3 8.4l1-1 1.6 1.6 3.8-3.9 1 1z',
  atFault:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM5.5 6.5l1-1L8 7l1.5-1.5 1 1L9 8l1.5 1.5-1 1L8 9l-1.5 1.5-1-1L7 8z',
  refused:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.85 3.79l7.36 7.36-1.06 1.06-7.36-7.36z',
  running: 'M8 1.5A6.5 6.5 0 0 1 14.5 8H13a5 5 0 0 0-5-5z',
  skipped: 'M3 7.25h10v1.5H3z',
  planned: 'M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zm0 1.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
  warning: 'M8 1.5L15.2 14H.8zm0 3L3.4 12.5h9.2zM7.25 7h1.5v2.7h-1.5zm0 3.4h1.5v1.4h-1.5z',
  note: 'M2 2h12v9l-3 3H2zm1.5 1.5v9h6.3V9.8h2.7V3.5z',
  event: 'M2 3h12v4H2zm0 6h12v4H2zm2-4.6v1.2h1.4V4.4zm0 6v1.2h1.4v-1.2z',
  hand: 'M5 7V3.2a1 1 0 0 1 2 0V6h.5V2.2a1 1 0 0 1 2 0V6h.5V3.2a1 1 0 0 1 2 0v6.3A4.5 4.5 0 0 1 7.5 14C5 14 4 12.5 2.5 9.5c-.5-1 .8-1.7 1.5-.8z',
  lock: 'M4.5 7V5a3.5 3.5 0 0 1 7 0v2H13v7H3V7zM6 7h4V5a2 2 0 0 0-4 0z',
  browser: 'M1.5 2.5h13v11h-13zM3 6v6h10V6zm0-2v.8h1.3V4zm2.3 0v.8h1.3V4z',
  app: 'M4.5 1h7v14h-7zM6 3v8.5h4V3zm1.25 9.5v1h1.5v-1z',
  server: 'M2 2h12v5H2zm0 7h12v5H2zm2-5v1.2h1.5V4zm0 7v1.2h1.5V11z',
  platform: 'M4.8 13a3.3 3.3 0 0 1-.4-6.5 4 4 0 0 1 7.7.6A3 3 0 0 1 11.5 13z',
  person: 'M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 14c0-3 2.5-4.8 5.5-4.8s5.5 1.8 5.5 4.8z',
  hourglass: 'M4 1.5h8v3L9.2 8l2.8 3.5v3H4v-3L6.8 8 4 4.5zM5.5 3v1L8 7l2.5-3V3zm0 10h5v-1L8 9l-2.5 3z',
  door: 'M2.5 1.5h8v3H9v-1.5H4v10h5V11.5h1.5v3h-8zM10.2 4.8L13.6 8l-3.4 3.2-1-1 1.5-1.5H6V7.3h4.7L9.2 5.8z',
  wrench:
    'M10.5 1.5a4 4 0 0 0-3.7 5.4L1.6 12.1l2.3 2.3 5.2-5.2a4 4 0 0 0 5.1-5L11.9 6.5 9.5 4.1l2.3-2.3a4 4 0 0 0-1.3-.3z',
  bin: 'M6 1.5h4V3h4v1.5H2V3h4zM3 5.5h10l-.7 9H3.7zM4.6 7l.5 6h5.8l.5-6z',
  up: 'M8 1.5l4.2 4.2-1.1 1.1-2.35-2.4V11h-1.5V4.4l-2.35 2.4-1.1-1.1zM2 10.5h1.5v3h9v-3H14V15H2z',
  columns: 'M1.5 2.5h13v11h-13zM3 4v8h2.6V4zm4.1 0v8H9V4zm3.4 0v8H13V4z',
  added: 'M7.25 2.5h1.5v4.75h4.75v1.5H8.75v4.75h-1.5V8.75H2.5v-1.5h4.75z',
  changed: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 4v8a4 4 0 0 0 0-8z',
  leads: 'M9.5 3L14.5 8l-5 5-1-1.1 3.1-3.1H2V7.2h9.6L8.5 4.1z',
  eye: 'M8 3.2c3.2 0 5.8 1.9 7 4.8-1.2 2.9-3.8 4.8-7 4.8S2.2 10.9 1 8c1.2-2.9 3.8-4.8 7-4.8zm0 1.5C5.7 4.7 3.8 5.9 2.7 8c1.1 2.1 3 3.3 5.3 3.3s4.2-1.2 5.3-3.3C12.2 5.9 10.3 4.7 8 4.7zm0 1a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z',
  chevron: 'M5.7 3.5L10.2 8l-4.5 4.5-1-1L8.2 8 4.7 4.5z',
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon. Screen readers ignore it, because there is always text beside it. */
export function Icon({ name, class: more = '' }: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg class={`icon icon-${name} ${more}`.trim()} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} fill-rule="evenodd" />
    </svg>
  );
}
