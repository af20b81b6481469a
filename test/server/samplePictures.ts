/** Small pictures of one kind each, by the media type that they have. */
export const PICTURES: readonly (readonly [type: string, bytes: Buffer])[] = [
  [
    'image/png',
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
  ['image/gif', Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')],
  ['image/jpeg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080002000301011100ffd9', 'hex')],
  ['image/bmp', bmp()],
  ['image/webp', Buffer.from(`524946461600000057454250565038580a00000000000000${'020000'}${'010000'}`, 'hex')],
  ['image/tiff', Buffer.from('49492a00080000000200000103000100000003000000010103000100000002000000000000', 'hex')],
  ['image/x-icon', Buffer.from(`000001000100${'1010000001002000'}${'04000000'}${'16000000'}00000000`, 'hex')],
  ...[
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<svg>\n</svg>',
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<svg width="2" height="3"/>',
    '<?xml version="1.0"?>\n<!-- made > by hand <svg> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n<svg/>',
    '<!DOCTYPE svg [\n<!ENTITY a "b">\n<!ENTITY c "d">\n]>\n<!-- one --><!-- two --><svg\tviewBox="0 0 1 1"></svg>',
    `<!-- ${'long '.repeat(1000)} --><s:svg xmlns:s="http://www.w3.org/2000/svg"></s:svg>`,
  ].map((text) => ['image/svg+xml', Buffer.from(text)] as const),
  ['image/svg+xml', Buffer.from('\ufeff<svg/>', 'utf16le')],
];

/** Bytes that only look a little like pictures. */
export const NO_PICTURES: readonly Buffer[] = [
  ...[
    '',
    'BMW is a car',
    'P1 is a text',
    'P6 too, 1 2 3',
    'GIF is a format',
    '<html><body><svg width="1" height="1"></svg></body></html>',
    '<!doctype html><svg width="1" height="1"></svg>'.replace('<svg', '<p>see <svg'),
    '<!-- <svg width="1" height="1"> never ends',
    '<svgs/>',
    'text before <svg/>',
  ].map((text) => Buffer.from(text)),
  Buffer.alloc(64),
  Buffer.from('ffd8ff', 'hex'),
  Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(5000, 0x20)]),
  Buffer.from('89504e470d0a1a0a', 'hex'),
  Buffer.from('\x00\x01\x02\x03\x04'),
];

function bmp(): Buffer {
  const bytes = Buffer.alloc(58);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(1, 18);
  bytes.writeInt32LE(1, 22);
  return bytes;
}
