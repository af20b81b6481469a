import qrcode from 'qrcode-generator';
import { html } from './html';
import { urlEncoded } from './urlText';

/** Width of the white border in modules. Without it, phones do not find the edge of the code (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** The URL that pairs a phone: it contains the pairing code. */
export function pairingUrl(url: string, code: string): string {
  return `${url}/pair?code=${urlEncoded(code)}`;
}

/** An SVG image with a white background, the border, and a text alternative. */
export function qrCodeSvg(text: string, description: string): string {
  // 0: the size follows the text. M: up to a seventh may be unreadable, which is plenty on a screen.
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET_ZONE;
  let dark = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) dark += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
    }
  }
  const box = `0 0 ${size} ${size}`;
  const image = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" shape-rendering="crispEdges" role="img" aria-label="${description}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark}" fill="#000"/></svg>`;
  return String(image);
}
