import { ask as answerTo } from '../../analyst/answers/index.ts';
import type { House } from '../house.ts';
import type { StoredSession } from './stored.ts';
