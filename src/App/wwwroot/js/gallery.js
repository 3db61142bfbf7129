// Whatever has a grid of pictures: choose several, see one large, go on without end.

import './selection.js';
import './lightbox.js';
import './endless.js';
