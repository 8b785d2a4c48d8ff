import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { type Place, pathOf } from './paths.ts';

/** Types that hold one value of another, and are left out: what counts is what they hold. */
const holders =
  /^(?:Arc|Box|Cell|Cow|Data|Extension|Json|Lazy|LazyLock|MappedMutexGuard|Mutex|MutexGuard|OnceCell|OnceLock|Option|Pin|Rc|RefCell|Result|RwLock|State|Weak)$/;
/** Types of the language itself, and collections: no object of theirs is a client. */
const plain =
  /^(?:String|str|Vec|VecDeque|HashMap|BTreeMap|HashSet|BTreeSet|PathBuf|Path|Duration|Instant|Infallible|Error)$/;

/** A type as the name it goes by; null for one that says nothing of the value. */
export function typeOf(node: Syntax | null, place: Place): Node | null {
  switch (node?.type) {
    case 'type_identifier':
      return plain.test(node.text) ? null : pathOf(node, place);
    case 'scoped_type_identifier':
      return pathOf(node, place);
    case 'generic_type': {
      const type = node.childForFieldName('type');
      const name = /(\w+)$/.exec(type?.text ?? '')?.[1] ?? '';
      if (!holders.test(name)) return plain.test(name) ? null : typeOf(type, place);
      const held = node
        .childForFieldName('type_arguments')
        ?.namedChildren.find(({ type: kind }) => kind !== 'lifetime');
      return typeOf(held ?? null, place);
    }
    case 'reference_type':
    case 'pointer_type':
      return typeOf(node.childForFieldName('type'), place);
    case 'dynamic_type':
    case 'abstract_type':
      return typeOf(node.childForFieldName('trait'), place);
    case 'bounded_type':
      return typeOf(node.namedChild(0), place);
    default:
      return null;
  }
}
