import { ExtensionLink } from './extensionLink';
import { FlowPage } from './page';
import { showWhatHides } from './visibleTexts';

const root = document.getElementById('page');
if (root) {
  showWhatHides();
  new FlowPage(root, new ExtensionLink()).start();
}
