// Plays the database method On Mobile App Action for the sample “Products”: it gets what 4D gives to the method, and returns
// what the method returns. docs/mobile-data.md says what is in both.
import fs from 'node:fs/promises';

/** The first bytes of files that the action “sendPhoto” takes. */
const PICTURES = [
  { name: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'JPEG', bytes: [0xff, 0xd8, 0xff] },
];

const ACTIONS = {
  /** A product comes in. The records that an app gets afterwards are those with `after: "restock"` in the answers. */
  restock({ context }) {
    const key = String(context.entity?.primaryKey ?? '');
    if (key !== '3') return { success: false, statusText: 'Only product 3 can be restocked in this sample.' };
    return { success: true, statusText: 'The folding chair has come in.', dataSynchro: true };
  },

  /** A file that the app has uploaded is there as a file, with the type that the app gave it. */
  async sendPhoto({ parameters, uploads }) {
    const upload = uploads[parameters.photo];
    if (!upload) {
      const message = 'Take a photo first.';
      return { success: false, statusText: message, errors: [{ parameter: 'photo', message }] };
    }
    const bytes = await fs.readFile(upload.path);
    const picture = PICTURES.find((each) => each.bytes.every((byte, at) => bytes[at] === byte));
    if (!picture) {
      const message = 'This is neither a PNG nor a JPEG picture.';
      return { success: false, statusText: message, errors: [{ parameter: 'photo', message }] };
    }
    return { success: true, statusText: `Thank you for ${bytes.length} bytes of ${picture.name}.` };
  },

  /** What a person can share, and what the app does then. */
  shareProduct({ context }) {
    const key = String(context.entity?.primaryKey ?? '');
    return { success: true, share: [{ value: `https://products.example.com/${key}`, type: 'url' }] };
  },
};

export default function onMobileAppAction(request) {
  const action = Object.hasOwn(ACTIONS, request.action) ? ACTIONS[request.action] : undefined;
  if (!action) return { success: false, statusText: `There is no action ${request.action}.` };
  return action(request);
}
