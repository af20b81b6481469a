import validateGridToPage from '../../core/grid/compiledGridToPage';
import { readGridPlace } from '../../core/grid/gridMessages';
import { PageLink } from '../pageLink';
import { showWhatHides } from '../visibleTexts';
import { GridPage } from './gridPage';

const root = document.getElementById('page');
if (root) {
  showWhatHides();
  new GridPage(root, new PageLink(validateGridToPage, readGridPlace)).start();
}
