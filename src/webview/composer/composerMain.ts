import validateComposerToPage from '../../core/composer/compiledComposerToPage';
import { PageLink } from '../pageLink';
import { showWhatHides } from '../visibleTexts';
import { ComposerPage } from './composerPage';

const root = document.getElementById('page');
if (root) {
  showWhatHides();
  new ComposerPage(root, new PageLink(validateComposerToPage, () => undefined)).start();
}
