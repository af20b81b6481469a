import { ExtensionLink } from './extensionLink';
import { FlowPage } from './page';
import { SecretCover } from './secretCover';
import { showWhatHides } from './visibleTexts';

const root = document.getElementById('page');
if (root) {
  const cover = new SecretCover();
  showWhatHides(cover.shown);
  new FlowPage(root, new ExtensionLink(), cover).start();
}
