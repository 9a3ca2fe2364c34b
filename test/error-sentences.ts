/**
 * The exact sentence of every error that `error-cases.ts` provokes: its kind, then its whole message.
 *
 * @module
 */
import type { provocations } from './error-cases.ts';

/** PLACE stands for a file and a line. */
export const sentences: Readonly<Record<keyof typeof provocations, string>> = {
  'node/bad-option collect':
    "InvalidNodeError: collect(…) does not take the option \"form\" with a list.\n  → it may be { from: ['a', 'b'] }",
  'node/bad-option collect (a name)':
    "InvalidNodeError: collect(…) does not take the option \"from\" with a string.\n  → it may be { from: ['a', 'b'] }",
  'node/bad-option parallelizable':
    'InvalidNodeError: parallelizable(…) does not take the option "key" with a number.\n  → it may be { key: (item) => string }',
  'node/no-initial':
    'InvalidNodeError: reduce(…) lacks the value to start from.\n  → give it second: reduce(({ acc, item }) => acc + item, 0)',
  'node/not-a-function dependsOn':
    'InvalidNodeError: dependsOn(…) takes a function, got a class.\n  → wrap it: dependsOn([…], (values) => new TheClass(values))',
  'node/modifier-failed': 'GraphError: A modifier of "a" failed: RangeError: full\n  at PLACE',
  'module/not-a-record':
    "IcosianError: createModule takes a record of functions and a name, got null.\n  → write createModule({ a: () => 1, b: ({ a }) => a + 1 }, 'numbers')",
  'module/not-a-record (a name)':
    "IcosianError: createModule takes a record of functions and a name, got an object and a number.\n  → write createModule({ a: () => 1, b: ({ a }) => a + 1 }, 'numbers')",
  'builder/unreadable-export':
    'GraphError: The export "a" of module 1 cannot be read: RangeError: full\n  → build the driver when all modules have loaded; is there a circular import?',
  'builder/not-a-module (an instance)':
    'GraphError: Module 1 is an object (Map).\n  → pass modules: import * as features from …, or createModule({ … })',
  'builder/bad-config (an instance)':
    'GraphError: The config is an object (Map).\n  → pass a record: withConfig({ region: "US" })',
  'builder/bad-config (of the builder)':
    'GraphError: The config is a list.\n  → pass a record: withConfig({ region: "US" })',
  'graph/nothing-to-collect (a reduce without items)':
    'GraphError: "a" is a reduce with nothing to collect: no function is called "x", so it is an input, outside of all blocks.\n  at PLACE\n  → drop the reduce(…), or let it read a node that lies in a block',
  'graph/duplicate-node (the same function)':
    'GraphError: "a" is defined twice: in module 1 (PLACE) and in module 2 (PLACE).\n  → it is the same function: add its module once',
  'node/reserved-name (of every object)':
    'GraphError: "a" reads "__proto__", which every object has.\n  at PLACE\n  → choose another name for it',
  'builder/unknown-setting':
    'GraphError: There is no setting "module".\n  → did you mean "modules"?',
  'builder/unknown-setting (nothing near)':
    'GraphError: There is no setting "colour".\n  → the settings are modules, config, adapter, adapters, resultBuilder, allowModuleOverrides, dynamicExecution, localExecutor, remoteExecutor, executionManager, groupingStrategy',
  'builder/not-a-list modules':
    'GraphError: The setting "modules" is an object, not a list.\n  → write a list: { modules: [features] }',
  'builder/not-a-list adapters':
    'GraphError: The setting "adapters" is null, not a list.\n  → write a list: { adapters: [adapter] }',
  'builder/not-a-module (a path)':
    "GraphError: Module 1 is a string.\n  → import it first: import * as features from './features.ts'",
  'builder/not-a-module (a promise)':
    "GraphError: Module 1 is a promise.\n  → await it first: await import('./features.ts')",
  'builder/not-a-module (a list)':
    'GraphError: Module 1 is a list.\n  → spread it: withModules(...modules)',
  'builder/not-a-module (null)':
    'GraphError: Module 2 is null.\n  → pass modules: import * as features from …, or createModule({ … })',
  'builder/not-a-module (a function)':
    'GraphError: Module 1 is a function.\n  → pass modules: import * as features from …, or createModule({ … })',
  'builder/bad-config':
    'GraphError: The config is a string.\n  → pass a record: withConfig({ region: "US" })',
  'builder/bad-config (a list)':
    'GraphError: The config is a list.\n  → pass a record: withConfig({ region: "US" })',
  'builder/bad-adapter (a class)':
    'GraphError: An adapter is a function.\n  → pass an object with hooks: withAdapters({ beforeNode: (event) => … })',
  'builder/bad-adapter (no object)':
    'GraphError: An adapter is a string.\n  → pass an object with hooks: withAdapters({ beforeNode: (event) => … })',
  'builder/bad-adapter (a typo)':
    'GraphError: Of the methods of an adapter, an adapter has none.\n  → did you mean "beforeNode"?',
  'builder/bad-adapter (nothing near)':
    'GraphError: Of the methods of an adapter, Mine has none.\n  → it may have: onGraphConstructed, validateNode, validateGraph, checkEdge, validateInput, beforeExecute, afterExecute, beforeNode, afterNode, onTasksGrouped, onItemsExpanded, beforeTaskSubmit, afterTaskReturn, beforeTask, afterTask, executeTask, executeNode, buildResult',
  'builder/bad-result-builder':
    'GraphError: The result builder has no buildResult.\n  → pass an instance: new DictResult(), or { buildResult: (outputs) => … }',
  'builder/two-result-builders':
    "GraphError: 2 of the driver's parts build the result: withResultBuilder, Mine.\n  → keep one; a graph adapter takes a result builder itself: new SimpleGraphAdapter(builder)",
  'node/positional-parameters':
    'GraphError: "a" takes 2 positional parameters: (x, y).\n  at PLACE\n  → take its dependencies by name: ({ x, y }) => …',
  'node/parameter-not-destructured':
    'GraphError: "a" takes one parameter that is not destructured: (all).\n  at PLACE\n  → name its dependencies in place: ({ a, b }) => …',
  'node/parameter-not-destructured (rest)':
    "GraphError: \"a\" takes a rest parameter: (...all).\n  at PLACE\n  → name its dependencies in place: ({ a, b }) => …; for a wrapped or mocked function: dependsOn(['a', 'b?'], a)",
  'node/rest-element':
    'GraphError: "a" takes the rest of its dependencies (...rest): which ones, nobody can know.\n  at PLACE\n  → name each dependency: ({ a, b }) => …',
  'node/computed-key':
    'GraphError: "a" takes a dependency by a computed key (["x" + 1]): its name is not in the text.\n  at PLACE\n  → write the name itself: ({ a }) or ({ \'us.revenue\': a })',
  'node/unreadable (bound)':
    "GraphError: \"a\" is a bound, native or proxied function: its parameters are not in its text.\n  at PLACE\n  → name its dependencies: dependsOn(['a', 'b?'], a)",
  'node/unreadable (hands on)':
    "GraphError: \"a\" hands on its arguments without naming them: it wraps another function.\n  at PLACE\n  → name its dependencies: dependsOn(['a', 'b?'], a)",
  'node/not-a-function tag (a class)':
    'InvalidNodeError: tag(…) takes a function, got a class.\n  → wrap it: tag(({ a }) => new TheClass(a))',
  'node/lowered':
    'GraphError: "a" was an async function before a build lowered it, and what is left cannot be read.\n  at PLACE\n  → build with target ES2017 or newer',
  'node/lowered (minified)':
    'GraphError: "a" was an async function or generator before a build lowered it, and what is left cannot be read.\n  at PLACE\n  → build with target ES2018 or newer',
  'node/reserved-name':
    'GraphError: "$item" is a name that the engine gives.\n  at PLACE\n  → choose another name; $signal, $item and $attempt are reserved',
  'node/returned-undefined':
    'InvalidNodeError: "a" returned undefined.\n  at PLACE\n  → return a value, or null where there is none; does a branch lack its return?',
  'node/returned-generator':
    'InvalidNodeError: "a" is a plain function that returned a generator object.\n  at PLACE\n  → to open a parallel block, write function* or wrap it: parallelizable(fn); else return a list',
  'node/failed': 'NodeExecutionError: "b" (PLACE) failed: RangeError: full\n  with a = 41',
  'node/failed (without inputs)': 'NodeExecutionError: "a" (PLACE) failed: RangeError: full',
  'node/not-a-function':
    'InvalidNodeError: collect(…) takes a function, got number.\n  → pass the function itself: ({ a }) => …',
  'node/not-a-function (null)':
    'InvalidNodeError: tag(…) takes a function, got null.\n  → pass the function itself: ({ a }) => …',
  'node/dependency-names':
    'InvalidNodeError: dependsOn takes a list of different names, got ["a","a?"].\n  → write dependsOn([\'a\', \'b?\'], fn); a question mark says that the function has a default',
  'node/dependency-names (no list)':
    "InvalidNodeError: dependsOn takes a list of different names, got \"a\".\n  → write dependsOn(['a', 'b?'], fn); a question mark says that the function has a default",
  'node/depends-on-modified':
    "InvalidNodeError: dependsOn(…) was given a function that another modifier has wrapped already.\n  → write it innermost: collect(dependsOn(['a', 'b?'], fn))",
  'node/no-accumulator':
    'GraphError: "sum" is a reduce, but its function does not take "acc", the value folded so far.\n  at PLACE\n  → write ({ acc, a, b }) => …',
  'node/closes-twice':
    'GraphError: "sum" is marked collect and collect: a node closes its block once.\n  at PLACE\n  → keep one of the two',
  'node/closes-twice (collect over reduce)':
    'GraphError: "sum" is marked reduce and collect: a node closes its block once.\n  at PLACE\n  → keep one of the two',
  'node/unknown-parameter':
    'GraphError: parameterize binds "c" of "sum", which its function does not take.\n  at PLACE\n  → it takes: a, b',
  'node/bad-binding (neither)':
    'GraphError: parameterize gives "a" of "sum" neither source(…) nor value(…).\n  at PLACE\n  → a: source(\'name of a node\') or a: value(constant)',
  'node/bad-binding (no record)':
    "InvalidNodeError: parameterize(fn, …) takes a record of nodes, got a list.\n  → write { roll3: { series: source('spend'), window: value(3) } }",
  'node/bad-binding (no bindings)':
    'InvalidNodeError: parameterize gives "sum" undefined instead of bindings.\n  → write { roll3: { series: source(\'spend\'), window: value(3) } }',
  'node/bad-binding (source of no name)':
    "InvalidNodeError: source(…) takes the name of a node or its function, got 3.\n  → name it by a string: source('spend')",
  'node/bad-binding (value of undefined)':
    'InvalidNodeError: value(undefined) binds nothing.\n  → leave the parameter out to let its default apply, or bind null',
  'node/bad-binding (no key)':
    "InvalidNodeError: configuration(…) takes a key of the config, got function.\n  → name it by a string: configuration('region')",
  'node/bad-binding (group of nothing)':
    "InvalidNodeError: group(…) takes sources, values and configurations, got nothing.\n  → write group(source('a'), source('b')), or group({ one: source('a') })",
  'node/bad-binding (group of groups)':
    "InvalidNodeError: group(…) takes sources, values and configurations, got another group as 0.\n  → write group(source('a'), source('b')), or group({ one: source('a') })",
  'node/bad-binding (inject)':
    'GraphError: inject gives "sum" a string instead of bindings.\n  at PLACE\n  → write { series: source(\'spend\'), window: value(3) }',
  'node/unknown-parameter (a typo)':
    'GraphError: inject binds "windwo" of "a", which its function does not take.\n  at PLACE\n  → did you mean "window"?',
  'node/missing-config':
    'GraphError: inject of "sum" needs the config key "region", which is missing.\n  at PLACE\n  → give it: withConfig({ region: … })',
  'node/missing-config (a typo)':
    'GraphError: inject of "sum" needs the config key "region", which is missing.\n  at PLACE\n  → did you mean "regoin"?',
  'node/missing-config (resolve)':
    'GraphError: resolve(…) of "a" failed: TypeError: Cannot read properties of undefined (reading \'map\')\n  It read names, which the config lacks.\n  at PLACE\n  → give it: withConfig({ names: … })',
  'node/bad-condition':
    "InvalidNodeError: when(…) compares config keys with texts, numbers and other plain values, got {}.\n  → write when({ region: ['US', 'CA'] }, fn); for anything else there is resolve(…)",
  'node/bad-condition (one of them)':
    'InvalidNodeError: when(…) compares config keys with texts, numbers and other plain values, got {"not":"US"} for "region".\n  → write when({ region: [\'US\', \'CA\'] }, fn); for anything else there is resolve(…)',
  'node/undecided':
    'InvalidNodeError: A function in when(…) was called directly, but only a driver knows the config that chooses it.\n  → call the function inside, or ask a driver for the node',
  'node/undecided (resolve)':
    'InvalidNodeError: A function in resolve(…) was called directly, but only a driver knows the config that chooses it.\n  → call the function inside, or ask a driver for the node',
  'node/resolve-failed':
    'GraphError: resolve(…) of "a" failed: RangeError: full\n  at PLACE\n  → it is called with the config, and returns a function',
  'node/resolve-failed (no function)':
    'GraphError: resolve(…) of "a" gave a number instead of a function.\n  at PLACE\n  → return the function: resolve((config) => inject({ … }, fn))',
  'node/bad-node':
    "InvalidNodeError: extractColumns(…) takes a node: its name or its function, got {}.\n  → write extractColumns('table', …)",
  'node/bad-names':
    "InvalidNodeError: extractFields(…) takes a list of different names, got [\"lat\",\"lat\"].\n  → write extractFields('whole', ['a', 'b'])",
  'node/exported-twice':
    'GraphError: "sum" reads a function that is exported as "first" and "second".\n  at PLACE\n  → name the node that you mean by a string: "first"',
  'column/not-a-frame':
    'IcosianError: "a" gives number, not a frame.\n  → columns are taken from a DataFrame or a LazyDataFrame',
  'column/missing':
    'IcosianError: There is no column "spned" in "table", which has spend.\n  → did you mean "spend"?',
  'column/lazy-series':
    'IcosianError: "table" gives a lazy frame, whose columns cannot be Series.\n  → let the functions take and give expressions, as: \'expr\'; or collect the frame first',
  'column/not-an-expression':
    'IcosianError: The column function "a" gives Array, not an expression.\n  → return an expression, such as x.add(y), or say as: \'series\'',
  'column/not-a-series':
    'IcosianError: The column function "a" gives number, not a Series.\n  → return a Series with a value for each row',
  'column/other-height':
    'IcosianError: The column function "a" gives 1 values for a frame of 2 rows.\n  → return a value for each row',
  'field/not-a-record':
    'IcosianError: "a" gives a number, not a record.\n  → fields are taken from objects and Maps',
  'field/missing':
    'IcosianError: There is no field "lot" in "place", which has lat, lon.\n  → did you mean "lat"?',
  'field/missing (a position)':
    'IcosianError: "high" is position 1 of "bounds", which gives a list of 1.\n  → leave names out from the end, or let the function give more',
  'field/not-a-list':
    'IcosianError: "a" gives a number, not a list.\n  → unpack(…) takes a list apart; for a record there is extractFields(…)',
  'request/absent-node':
    'InputError: There is nothing to request: "vat" does not exist under this config: region is missing; its alternatives: when({ region: "UK" }).\n  → add .otherwise(fn), or give the config that one of them asks for',
  'request/absent-node (an override)':
    'InputError: There is nothing to override: "vat" does not exist under this config: region is missing, year is missing; its alternatives: when({ region: ["UK", "IE"], year: 2026 }).\n  → add .otherwise(fn), or give the config that one of them asks for',
  'input/missing (an absent node)':
    'InputError: "vat" does not exist under this config: region is missing; its alternatives: when({ region: "UK" }); it is needed by "price".\n  → add .otherwise(fn), or give the config that one of them asks for, or pass it: { inputs: { vat: … } }',
  'node/bad-tag':
    'GraphError: The tag "owner" of "a" is 3.\n  at PLACE\n  → a tag is a string, or a list of different strings',
  'node/bad-tag (no record)':
    'InvalidNodeError: tag(…) takes a record of tags, got "me".\n  → write tag({ owner: \'sales\' }, fn)',
  'graph/duplicate-node':
    'GraphError: "a" is defined twice: in first (PLACE) and in second (PLACE).\n  → rename one of them, or say allowModuleOverrides() to let the later module win',
  'graph/config-is-node':
    'GraphError: The config key "a" is also the name of a node.\n  at PLACE\n  → rename one of them; to replace the node\'s value for one run, use overrides',
  'graph/reserved-config':
    'GraphError: The config key "$item" is a name that the engine gives.\n  → choose another name; $signal, $item and $attempt are reserved',
  'graph/cycle':
    'GraphError: There is a cycle: b → c → a → b.\n  at PLACE\n  → a node may read only what does not depend on it; break the cycle',
  'graph/cycle (of one)':
    'GraphError: "self" reads itself: a cycle, self → self.\n  at PLACE\n  → a node may read only what does not depend on it; break the cycle',
  'graph/invalid':
    'GraphError: The dataflow cannot be built: 2 problems.\n  1. "a" takes 2 positional parameters: (x, y).\n       at PLACE\n       → take its dependencies by name: ({ x, y }) => …\n  2. "self" reads itself: a cycle, self → self.\n       at PLACE\n       → a node may read only what does not depend on it; break the cycle',
  'graph/mixed-blocks':
    'GraphError: "sum" mixes items of two blocks: "item" is in the block of "item", "other" in the block of "other".\n  at PLACE\n  → close one of the blocks first, with collect(({ other }) => …) or collect(({ item }) => …), or let one generator read the other\'s items',
  'graph/nothing-to-collect':
    'GraphError: "all" is a collect with nothing to collect: no function is called "x", so it is an input, outside of all blocks.\n  at PLACE\n  → drop the collect(…), or let it read a node that lies in a block',
  'graph/nothing-to-collect (of one)':
    'GraphError: "all" is a reduce with nothing to collect: "a" lies outside of all blocks.\n  at PLACE\n  → drop the reduce(…), or open a block upstream: a generator function, or parallelizable(fn)',
  'graph/nothing-to-collect (of none)':
    'GraphError: "all" is a collect with nothing to collect: it reads nothing.\n  at PLACE\n  → drop the collect(…), or open a block upstream: a generator function, or parallelizable(fn)',
  'graph/nothing-to-collect (from none)':
    'GraphError: "all" is a collect with nothing to collect: its list "from" is empty.\n  at PLACE\n  → name what lies in a block: { from: [\'item\'] }',
  'graph/unknown-collected':
    'GraphError: "all" collects from "itme", which it does not read.\n  at PLACE\n  → did you mean "item"?',
  'graph/unknown-collected (nothing near)':
    'GraphError: "all" collects from "x", which it does not read.\n  at PLACE\n  → it reads: item',
  'graph/reduce-over-two-blocks':
    'GraphError: "sum" folds items of two blocks: "item" is in the block of "item", "other" in the block of "other".\n  at PLACE\n  → fold one of them here, and collect the other first',
  'graph/item-outside-block':
    'GraphError: "a" reads $item, but it lies in no parallel block.\n  at PLACE\n  → give it a default, ({ $item = undefined }), or let it read an item',
  'graph/refused': 'GraphError: Judge refuses the graph: too small',
  'graph/refused-edge': 'GraphError: Judge refuses the edge "a" → "b": not that',
  'node/refused': 'GraphError: Judge refuses "a": no owner',
  'request/outputs-not-a-list':
    'InputError: The outputs are "a", not a list of names.\n  → write a list: [\'a\']',
  'request/outputs-not-a-list (a record)':
    "InputError: The outputs are an object (Map), not a list of names.\n  → write a list: ['name']",
  'request/bad-output':
    "InputError: An output is a function, not a name.\n  → name each output by a string: ['spendMean']",
  'request/output-twice': 'InputError: The output "a" is requested twice.\n  → request it once',
  'request/unknown-output':
    'InputError: There is no node "spendMaen" to request.\n  → did you mean "spendMean"?',
  'request/unknown-output (nothing near)':
    'InputError: There is no node "colour" to request.\n  → driver.listAvailableVariables() lists them all',
  'request/unknown-option': 'InputError: There is no option "input".\n  → did you mean "inputs"?',
  'request/unknown-option (nothing near)':
    'InputError: There is no option "cache".\n  → the options are inputs, overrides, signal',
  'request/bad-options':
    'InputError: The options are a list.\n  → pass a record: { inputs: { … }, overrides: { … }, signal }',
  'request/bad-options (one of them)':
    'InputError: The option "inputs" is an object (Map).\n  → pass a record of values by name: { inputs: { spend: … } }',
  'request/bad-signal':
    'InputError: The option "signal" is an object (AbortController).\n  → pass an AbortSignal: new AbortController().signal, AbortSignal.timeout(ms)',
  'node/not-iterable':
    'InvalidNodeError: "region" opens a parallel block, but gave 5, which is not iterable.\n  at PLACE\n  → yield the items from a function*, or return a list of them',
  'node/not-iterable (one thing)':
    'InvalidNodeError: "region" opens a parallel block, but gave "EU", which is one thing, not several items.\n  at PLACE\n  → yield the items from a function*, or return a list of them',
  'node/generator-returned':
    'InvalidNodeError: "region" returned Array(1) ["US"] from its generator: what is returned is no item.\n  at PLACE\n  → yield each item, or yield* a list of them, and return nothing',
  'node/generator-step':
    'GraphError: "sum" is a reduce, but its function is a generator: a step returns the next "acc".\n  at PLACE\n  → return instead of yielding; to yield from what was folded, write parallelizable(reduce(…))',
  'node/initial-failed':
    'NodeExecutionError: The value from which "sum" starts could not be made: RangeError: full\n  at PLACE',
  'override/undefined-item':
    'InputError: The override of "item" has undefined for its item 1.\n  → give a value for each item; null is a value',
  'override/failed':
    'InputError: The items that override "item" could not be had: RangeError: full\n  → give a list of them',
  'request/unknown-option (of a stream)':
    'InputError: There is no option "ordered".\n  → driver.stream takes it; execute gives everything in item order',
  'grouping/bad-option':
    'IcosianError: GroupByRepeatableBlocks does not take the option "level" with "innner".\n  → it may be { level: \'outer\' } or { level: \'inner\' }',
  'graph/nothing-to-collect (misspelt)':
    'GraphError: "all" is a collect with nothing to collect: no function is called "itme", so it is an input, outside of all blocks.\n  at PLACE\n  → did you mean "item"?',
  'node/not-a-function (a class)':
    'InvalidNodeError: collect(…) takes a function, got a class.\n  → wrap it: collect(({ a }) => new TheClass(a))',
  'node/yielded-undefined':
    'InvalidNodeError: "region" yielded undefined as its item 1.\n  at PLACE\n  → yield a value, or null where there is none; leave out what is no item',
  'node/key-failed':
    'InvalidNodeError: The key of item 0 of "region" could not be made: RangeError: full\n  at PLACE\n  → see the function { key } of its parallelizable(…)',
  'node/key-no-string':
    'InvalidNodeError: The key of item 0 of "region" is 5, not a string.\n  at PLACE\n  → write { key: (item) => String(…) }',
  'node/failed (an item)':
    'NodeExecutionError: "size" (PLACE) failed at item 0 of "month", in item 1 ("US") of "region": RangeError: full\n  with month = "US 1"',
  'node/failed (a generator)':
    'NodeExecutionError: "region" (PLACE) failed at its item 1: RangeError: full',
  'node/returned-undefined (an item)':
    'InvalidNodeError: "size" returned undefined at item 0 of "item".\n  with item = 1\n  at PLACE\n  → return a value, or null where there is none; does a branch lack its return?',
  'request/not-in-block':
    'InputError: "a" lies in no parallel block: it has one value, which cannot be streamed.\n  → execute([\'a\']) gives it',
  'request/bad-order':
    'InputError: The option "ordered" is a number.\n  → pass true for values in item order, false for values as they finish',
  'override/not-iterable':
    'InputError: The override of "item" is a number, but "item" opens a parallel block.\n  → the override of a generator is its items: give a list of them',
  'override/async-items':
    'InputError: The override of "part" is asynchronous, but "part" opens a block inside a block: its items are needed once for each item around it.\n  → give a list of the items',
  'request/unknown-node':
    'InputError: There is no node "spendMaen".\n  → did you mean "spendMean"?',
  'request/unknown-node (nothing near)':
    'InputError: There is no node "colour".\n  → driver.listAvailableVariables() lists them all',
  'request/no-path':
    'InputError: No path leads from "a" to "b".\n  → driver.whatIsUpstreamOf(\'b\') tells what does lead there',
  'request/no-name':
    'InputError: A name is undefined.\n  → name each node by a string; driver.listAvailableVariables() lists them all',
  'request/no-name (a list)':
    "InputError: A name is a list.\n  → names are given one by one: ('a', 'b')",
  'request/bad-tag-query (no record)':
    'IcosianError: The tag query is "owner".\n  → write a record: { tags: { owner: \'sales\' } }',
  'request/bad-tag-query':
    'IcosianError: The tag query for "owner" is [].\n  → ask for a string, a list of strings (any of them), or null (the tag is there)',
  'request/bad-tag-query (undefined)':
    'IcosianError: The tag query for "owner" is undefined.\n  → ask for a string, a list of strings (any of them), or null (the tag is there)',
  'input/missing (for the items of an override)':
    'InputError: The input "n" is missing: needed by "item".\n  → the override of "size" is its value for each item, and the items come from "item": pass the input, or override "item" too, with a list',
  'input/missing':
    'InputError: The input "a" is missing: needed by "sum", "twice".\n  → pass it: { inputs: { a: … } }',
  'input/missing (a typo)':
    'InputError: The input "spend" is missing: needed by "mean".\n  → "spned" was given, which nothing reads: did you mean "spend"?',
  'input/missing (an output)':
    'InputError: The input "spend" is missing: requested as an output.\n  → pass it: { inputs: { spend: … } }',
  'input/missing (its promise gave undefined)':
    'InputError: The input "b" is missing: needed by "sum".\n  → the promise given for it gave undefined, which means not given; null is a value',
  'input/invalid':
    'InputError: The request cannot run: 3 problems.\n  1. The output "sum" is requested twice.\n       → request it once\n  2. The input "a" is missing: needed by "sum".\n       → pass it: { inputs: { a: … } }\n  3. The input "b" is missing: needed by "sum".\n       → pass it: { inputs: { b: … } }',
  'input/unknown':
    'InputError: The input "windw" was given, but nothing reads it.\n  → did you mean "window"?',
  'input/in-config':
    'InputError: "region" is given twice: in the config and in the inputs.\n  → give it in one of the two; the config is fixed when the driver is built',
  'input/is-node':
    'InputError: The input "a" is named like a function of the dataflow.\n  → to replace the function\'s value, use overrides: { overrides: { a: … } }',
  'input/reserved':
    'InputError: The engine gives "$signal": it is never an input.\n  → pass the signal as an option: { signal }',
  'input/reserved ($item)':
    'InputError: The engine gives "$item": it is never an input.\n  → leave it out; $signal, $item and $attempt are reserved',
  'input/rejected':
    'InputError: The promise given as input "b" was rejected: RangeError: full\n  → catch it before, or give another value',
  'input/rejected (an override)':
    'InputError: The promise given as override "a" was rejected: RangeError: full\n  → catch it before, or give another value',
  'input/undefined':
    'InputError: The promise given as override "a" gave undefined.\n  → give a value, or leave it out; null is a value',
  'input/refused': 'InputError: Judge refuses the input "spend": not a frame',
  'override/unknown':
    'InputError: There is no node "spendMaen" to override.\n  → did you mean "spendMean"?',
  'override/unknown (nothing near)':
    'InputError: There is no node "colour" to override.\n  → driver.listAvailableVariables() lists them all',
  'override/undefined':
    'InputError: The override of "a" is undefined.\n  → give a value, or leave the override out; null is a value',
  'run/aborted': 'AbortError: The run was aborted through its signal.',
  'run/over': 'AbortError: The run was over before "a" ended.',
  'stream/left': 'AbortError: The stream was left before its end.',
  'driver/closed':
    'IcosianError: The driver is closed.\n  → build another one; a builder can build any number',
  'driver/closed-while-running': 'AbortError: The driver was closed while this was running.',
  'lifecycle/hook-failed':
    'IcosianError: The hook beforeNode of Judge failed: RangeError: full\n  → a hook must not throw; the run ends with it',
  'lifecycle/hook-failed (at build)':
    'GraphError: The hook onGraphConstructed of Judge failed: RangeError: full\n  → a hook must not throw; to refuse a graph, use validateGraph',
  'lifecycle/hook-failed (a verdict)':
    'GraphError: The hook validateGraph of Judge failed: RangeError: full\n  → return the refusal in words; do not throw it',
  'lifecycle/middleware-failed':
    'IcosianError: The middleware executeNode of Judge failed at "a": RangeError: full',
  'lifecycle/middleware-returned-undefined':
    'IcosianError: The middleware executeNode of Judge returned undefined for "a".\n  → return the value: return next()',
  'lifecycle/bad-verdict':
    'GraphError: The method validateGraph of Judge gave 3.\n  → it is synchronous: return a string, a list of strings, or nothing where all is well',
  'builder/bad-strategy':
    'GraphError: The grouping strategy is an object without a method group.\n  → pass one of icosian/executors: new GroupNodesIndividually(), or { group: (section) => […] }',
  'builder/bad-strategy (a class)':
    'GraphError: The grouping strategy is a function without a method group.\n  → pass one of icosian/executors: new GroupNodesIndividually(), or { group: (section) => […] }',
  'builder/manager-and-executor':
    'GraphError: The driver has an execution manager and withRemoteExecutor: the manager decides by itself where tasks run.\n  → keep one of the two; list the executor in those of the manager',
  'builder/manager-and-executor (both)':
    'GraphError: The driver has an execution manager and withLocalExecutor and withRemoteExecutor: the manager decides by itself where tasks run.\n  → keep one of the two; list the executor in those of the manager',
  'builder/bad-executor':
    'GraphError: withLocalExecutor was given an object that lacks open, close.\n  → an executor has name, capacity, open, submit and close; see icosian/executors',
  'builder/bad-executor (a class)':
    'GraphError: withRemoteExecutor was given a function that lacks open, submit, close.\n  → make one of the class: new …()',
  'builder/bad-executor (a name)':
    'GraphError: withRemoteExecutor was given a string that lacks open, submit, close.\n  → an executor has name, capacity, open, submit and close; see icosian/executors',
  'builder/bad-executor (null)':
    'GraphError: withRemoteExecutor was given null that lacks open, submit, close.\n  → an executor has name, capacity, open, submit and close; see icosian/executors',
  'builder/bad-executor (without a name)':
    'GraphError: The executor of withLocalExecutor has no name.\n  → give it one: errors and hooks use it',
  'builder/bad-executor (without capacity)':
    'GraphError: The executor of withLocalExecutor has the capacity undefined.\n  → the capacity is how many tasks it takes at once, at least 1',
  'builder/bad-executor (no tasks at once)':
    'GraphError: The executor of withLocalExecutor has the capacity 0.\n  → the capacity is how many tasks it takes at once, at least 1',
  'builder/bad-executor (of a manager)':
    'GraphError: withExecutionManager (executor 2) was given null that lacks open, submit, close.\n  → an executor has name, capacity, open, submit and close; see icosian/executors',
  'builder/bad-manager':
    'GraphError: The execution manager lacks executors (a list) or executorFor (a method).\n  → write { executors: [one, two], executorFor: (task) => (task.where === "remote" ? two : one) }',
  'builder/bad-manager (without executors)':
    'GraphError: The execution manager lacks executors (a list) or executorFor (a method).\n  → write { executors: [one, two], executorFor: (task) => (task.where === "remote" ? two : one) }',
  'executor/bad-option':
    'IcosianError: SynchronousLocalTaskExecutor was given 0 for maxTasks.\n  → it may be { maxTasks: 64 }: how many asynchronous tasks overlap, at least 1',
  'executor/bad-option (no number)':
    'IcosianError: SynchronousLocalTaskExecutor was given a string for maxTasks.\n  → it may be { maxTasks: 64 }: how many asynchronous tasks overlap, at least 1',
  'executor/bad-option (another one)':
    'IcosianError: SynchronousLocalTaskExecutor has no option "workers".\n  → it may be { maxTasks: 64 }: how many asynchronous tasks overlap, at least 1',
  'grouping/failed':
    'InputError: Pairs failed: RangeError: full\n  → a grouping strategy is a pure function of what it is given',
  'grouping/failed (with no error)':
    'InputError: Pairs failed: a string\n  → a grouping strategy is a pure function of what it is given',
  'grouping/no-groups':
    "InputError: Pairs gave a string, not a list of groups.\n  → a group is { members: ['id', …], where: 'local' | 'remote' }, with at least one member",
  'grouping/no-groups (a list)':
    "InputError: Pairs gave a group that is none.\n  → a group is { members: ['id', …], where: 'local' | 'remote' }, with at least one member",
  'grouping/unknown-member':
    'InputError: Pairs put "colour" into a group, which is not in the section outside of blocks.\n  → a strategy cuts one section at a time: group its members only',
  'grouping/unknown-member (a typo)':
    'InputError: Pairs put "sise" into a group, which is not in the section in "item".\n  → did you mean "size"?',
  'grouping/member-twice':
    'InputError: Pairs put "b" into two groups.\n  → every member of a section is in exactly one group',
  'grouping/member-left-out':
    'InputError: Pairs left "c" out.\n  → every member of a section is in exactly one group',
  'grouping/circle':
    'InputError: Pairs cut "a", "b", "c" into groups that wait for each other.\n  → a group runs as a whole: put what lies between two of its members into it, too',
  'task/open-failed': 'TaskError: The executor mine failed to open: RangeError: full',
  'task/close-failed': 'TaskError: The executor mine failed to close: RangeError: full',
  'task/manager-failed':
    'TaskError: The execution manager failed at the task "size[0]": RangeError: full',
  'task/unknown-executor':
    'TaskError: The execution manager sent the task "size[0]" to the executor mine, which is not among its executors.\n  → list it in the executors of the manager: the driver opens and closes those',
  'task/executor-failed':
    'TaskError: The executor mine failed at the task "size[0]": RangeError: full',
  'task/bad-outcome':
    'TaskError: The executor mine gave no outcome for the task "size[0]".\n  → give back what task.run() gives: { values: […] }',
  'run/over (a task)': 'AbortError: The run was over before the task "a" ended.',
  'lifecycle/bad-outcome':
    'IcosianError: The middleware executeTask of Judge gave no outcome for the task "size[0]".\n  → return what next() gives: return next()',
  'lifecycle/hook-failed (of a task)':
    'IcosianError: The hook beforeTask of Judge failed: RangeError: full\n  → a hook must not throw; the run ends with it',
  'lifecycle/middleware-failed (of a task)':
    'IcosianError: The middleware executeTask of Judge failed at "size[0]": RangeError: full',
  'node/bad-option resource':
    'InvalidNodeError: resource(…) does not take the option "dispose" with a string.\n  → write resource(fn, { dispose: (value) => value.close() })',
  'node/not-a-function local':
    'InvalidNodeError: local(…) takes a function, got a class.\n  → wrap it: local(({ a }) => new TheClass(a))',
  'node/bad-option retry':
    'InvalidNodeError: retry(…) takes a whole number of at least 1 as "times", got 0.\n  → write retry({ times: 3, backoff: 100 }, fn)',
  'node/bad-option retry (unknown)':
    'InvalidNodeError: retry(…) does not take the option "delay" with a number.\n  → write retry({ times: 3, backoff: 100 }, fn)',
  'node/bad-option timeout':
    'InvalidNodeError: timeout(…) takes milliseconds, more than 0 and at most 2147483647 as "ms", got 0.\n  → write timeout(1000, fn)',
  'node/bad-option limit':
    'InvalidNodeError: limit(…) takes a whole number of at least 1 as "concurrency", got 0.5.\n  → write limit({ concurrency: 4, perSecond: 10, name: \'rates\' }, fn)',
  'node/bad-option limit (none)':
    "InvalidNodeError: limit(…) says no limit.\n  → write limit({ concurrency: 4, perSecond: 10, name: 'rates' }, fn)",
  'node/limit-remote':
    'GraphError: "a" has a limit and is marked remote, but a limit holds within one thread.\n  at PLACE\n  → drop the remote(…), or drop the limit and let the executor have fewer tasks',
  'node/limit-remote (remote around it)':
    'GraphError: "a" has a limit and is marked remote, but a limit holds within one thread.\n  at PLACE\n  → drop the remote(…), or drop the limit and let the executor have fewer tasks',
  'node/failed (after tries)':
    'NodeExecutionError: "a" (PLACE) failed after 2 tries: RangeError: full',
  'node/timeout':
    'TimeoutError: "a" took longer than 1 ms.\n  at PLACE\n  → allow it more time; it goes on unheard, unless it reads $signal and stops when that is aborted',
  'node/timeout (an item, at its last try)':
    'TimeoutError: "size" took longer than 1 ms at item 0 of "item"; it was at try 2.\n  at PLACE\n  → allow it more time; it can stop when its $signal is aborted',
  'node/timeout (synchronous)':
    'TimeoutError: "a" took longer than 0.001 ms.\n  at PLACE\n  → a synchronous function cannot be stopped, so it ran to its end; allow it more time, or have it do less',
  'node/timeout (of a generator)':
    'TimeoutError: "item" took longer than 1 ms at its item 1.\n  at PLACE\n  → allow it more time; it goes on unheard, unless it reads $signal and stops when that is aborted',
  'graph/limited-generator':
    'GraphError: The generator "item" has a limit, but it is no call that ends: it works item by item, whenever its block asks for one.\n  at PLACE\n  → put the limit on a node which the generator reads, or on those that work on its items',
  'graph/behaviour-on-reduce':
    'GraphError: The reduce "total" has a timeout, but it is called once for each item, with what the calls before it gave.\n  at PLACE\n  → put that on the node whose items it folds',
  'graph/limited-resource':
    'GraphError: The resource "client" has a limit, but it is made once wherever it is needed.\n  at PLACE\n  → put the limit on the nodes that read it, under one name',
  'graph/limit-differs':
    'GraphError: The limit "api" is {"concurrency":1} at "a" and {"concurrency":2} at "b".\n  at PLACE\n  → say the same at both, or give them different names',
  'node/bound-accumulator':
    'GraphError: "total" is a reduce, but another modifier has bound its "acc" to "other".\n  at PLACE\n  → leave "acc" alone: it is what the last call gave',
  'node/resource-of-parts':
    'GraphError: "client" is marked a resource, but it becomes several nodes: client.raw, client.checks, client.\n  at PLACE\n  → mark a function of its own, and let the others read it',
  'node/bad-check': 'InvalidNodeError: check(…) knows no rule "rnage".\n  → did you mean "range"?',
  'check/failed':
    'ValidationError: "a" fails 1 of 1 check:\n  range [0, 1] does not hold: it is 5\n  at PLACE\n  → ask for "a.raw" to see the value, for "a.checks" to see all results',
  'check/not-a-report':
    'InvalidNodeError: What was given for "a.checks" is no report: { passed }.\n  → give { node: \'a\', passed: true, results: [] }, or override "a" itself with a value that is not checked',
  'node/bad-schema':
    'GraphError: In the schema of "a", "amount" is 3.\n  at PLACE\n  → a type is one of Polars, its name, or any text: pl.Float64, \'Float64\', \'euros\'',
  'node/bad-schema (no record)':
    'InvalidNodeError: schema(…) takes a record of columns, got "amount".\n  → write schema({ amount: \'Float64\' }, fn)',
  'node/local-and-remote':
    'GraphError: "a" is marked local and remote.\n  at PLACE\n  → keep one of the two',
  'node/bad-subdag':
    "InvalidNodeError: subdag(…) was given no modules.\n  → write subdag({ modules: [regional], inputs: { price: source('usPrice') }, config: { … } }, fn)",
  'node/bad-option subdag (no modules)':
    'InvalidNodeError: subdag(…) does not take the option "modules" with a list.\n  → write subdag({ modules: [regional], inputs: { price: source(\'usPrice\') }, config: { … } }, fn)',
  'node/bad-subdag (a source in its config)':
    'GraphError: The config of "p" has a source for "k", but the config is fixed before anything runs.\n  at PLACE\n  → give a value or configuration(…), or bind it in inputs',
  'node/bad-subdag (no parts)':
    'InvalidNodeError: parameterizeSubdag(…) takes a record of parts, got [].\n  → write { us: { inputs: { price: value(2) } }, uk: { … } }',
  'node/bad-option subdag':
    'InvalidNodeError: subdag(…) does not take the option "input" with an object.\n  → write subdag({ modules: [regional], inputs: { price: source(\'usPrice\') }, config: { … } }, fn)',
  'node/unknown-subdag-input':
    'GraphError: "p" is given the input "prise", which none of its functions reads.\n  at PLACE\n  → did you mean "price"?',
  'node/missing-config (of a part in a part)':
    'GraphError: In "outer": subdag of "inner" needs the config key "gone", which is missing.\n  at PLACE\n  → give it: withConfig({ gone: … })',
  'node/bad-tag (in a part)':
    'GraphError: In "p": The tag "owner" of "a" is 3.\n  at PLACE\n  → a tag is a string, or a list of different strings',
  'node/exported-twice (in a part)':
    'GraphError: "p" reads a function that is exported as "x" and "y".\n  at PLACE\n  → name the node that you mean by a string: "x"',
  'node/bad-columns':
    "InvalidNodeError: withColumns(…) was given no modules.\n  → write withColumns('table', { modules: [columns] })",
  'node/bad-columns (nothing selected)':
    'GraphError: "wide" puts no columns into its frame.\n  at PLACE\n  → its column functions: a',
  'node/bad-columns (nothing there)':
    'GraphError: "wide" puts no columns into its frame.\n  at PLACE\n  → give it modules with column functions',
  'node/bad-columns (unknown)':
    'GraphError: "wide" selects "coast", which none of its column functions gives.\n  at PLACE\n  → did you mean "cost"?',
  'node/bad-columns (not read)':
    'GraphError: "wide" passes the column "colour", which none of its column functions reads.\n  at PLACE\n  → they read: price',
  'node/bad-option withColumns':
    "InvalidNodeError: withColumns(…) does not take the option \"as\" with a string.\n  → write withColumns('table', { modules: [columns], as: 'expr', pass: ['x'], select: ['sum'] })",
  'node/bad-node mutate':
    "InvalidNodeError: mutate(…) takes a node: its name or its function, got 5.\n  → write mutate('table', …)",
  'node/undecided withColumns':
    'InvalidNodeError: What withColumns(…) gives was called directly, but only a driver knows its columns.\n  → ask a driver for the node',
  'node/undecided mutate':
    'InvalidNodeError: What mutate(…) gives is no function to call.\n  → export it beside the node that it changes',
  'node/bad-step':
    'InvalidNodeError: pipeOutput(…) takes steps, got a function.\n  → write pipeOutput(fn, step(scale, { by: value(2) }))',
  'node/bad-step (none)':
    'InvalidNodeError: pipeOutput(…) takes steps, got [].\n  → write pipeOutput(fn, step(scale, { by: value(2) }))',
  'node/bad-step (no record)':
    'InvalidNodeError: pipeInput(…) takes a record of steps, got [{"args":{},"name":"cost","conditions":[]}].\n  → write pipeInput(fn, { spend: [step(clean)] })',
  'node/bad-step (its name)':
    'InvalidNodeError: named(…) takes a name without a dot, got "a.b".\n  → write step(fn).named(\'clean\')',
  'node/bad-step (two are open)':
    'GraphError: A step of "a", add, leaves a, b open, but exactly one dependency gets the value.\n  at PLACE\n  → bind all but one: step(add, { b: source(\'…\') })',
  'node/bad-step (none is open)':
    'GraphError: A step of "a", a function, binds everything, but exactly one dependency gets the value.\n  at PLACE\n  → leave the dependency out that gets the value',
  'node/unknown-parameter step':
    'GraphError: step(cost) binds "prise" of "a", which its function does not take.\n  at PLACE\n  → did you mean "price"?',
  'node/unknown-parameter pipeInput':
    'GraphError: pipeInput has steps for "prise" of "a", which its function does not take.\n  at PLACE\n  → did you mean "price"?',
  'node/bad-binding step':
    'GraphError: step(add) gives "b" of "a" neither source(…) nor value(…).\n  at PLACE\n  → b: source(\'name of a node\') or b: value(constant)',
  'node/mutates-nothing':
    'GraphError: "b" changes "coast", which its module does not export.\n  at PLACE\n  → did you mean "cost"?',
  'node/mutates-nothing (a function)':
    'GraphError: "b" changes the function add, which its module does not export.\n  at PLACE\n  → mutate(…) changes a node of its own module: name one of its exports',
  'node/mutates-nothing (exported twice)':
    'GraphError: "c" changes the function a, which its module exports as a and b.\n  at PLACE\n  → mutate(…) changes a node of its own module: name one of its exports',
  'node/failed (column/missing)':
    'NodeExecutionError: "wide.columns.price" (PLACE) failed: IcosianError: There is no column "price" in "table", which has prices, y; it is read by "wide.cost".\n  → did you mean "prices"?\n  with frame = DataFrame 2×2, column = "price", as = "series"',
  'node/failed (column/missing, of expressions)':
    'NodeExecutionError: "wide.columns.x" (PLACE) failed: IcosianError: There is no column "x" in "table", which has prices, y; it is read by "wide.a".\n  with frame = DataFrame 2×2, column = "x", as = "expr"',
  'node/failed (column/not-a-frame)':
    'NodeExecutionError: "wide.columns.price" (PLACE) failed: IcosianError: "table" gives number, not a frame.\n  → columns are taken from a DataFrame or a LazyDataFrame\n  with frame = 5, column = "price", as = "series"',
  'node/failed (column/lazy-series)':
    'NodeExecutionError: "wide" (PLACE) failed: IcosianError: "table" gives a lazy frame, whose columns cannot be Series.\n  → let the functions take and give expressions, as: \'expr\'; or collect the frame first\n  with frame = LazyDataFrame, column.a = Array(2) [1, 2], as = "series"',
  'node/failed (column/not-an-expression)':
    'NodeExecutionError: "wide" (PLACE) failed: IcosianError: The column function "a" gives Array, not an expression.\n  → return an expression, such as x.add(y), or say as: \'series\'\n  with frame = DataFrame 2×2, column.a = Array(2) [1, 2], as = "expr"',
  'node/failed (column/not-a-series)':
    'NodeExecutionError: "wide" (PLACE) failed: IcosianError: The column function "a" gives number, not a Series.\n  → return a Series with a value for each row\n  with frame = DataFrame 2×2, column.a = 5, as = "series"',
  'node/failed (column/not-a-series, an expression)':
    'NodeExecutionError: "wide" (PLACE) failed: IcosianError: The column function "a" gives an expression, not a Series.\n  → say as: \'expr\' where the functions give expressions\n  with frame = DataFrame 2×2, column.a = Expr, as = "series"',
  'node/failed (column/other-height)':
    'NodeExecutionError: "wide" (PLACE) failed: IcosianError: The column function "a" gives 1 values for a frame of 2 rows.\n  → return a value for each row\n  with frame = DataFrame 2×2, column.a = Array(1) [1], as = "series"',
  'graph/resource-reads-node':
    'GraphError: The resource "client" reads "a", which is computed by a node.\n  at PLACE\n  → a resource may read config, inputs and other resources: it is made where it is needed, once',
  'graph/resource-reads-node (of the engine)':
    'GraphError: The resource "client" reads "$signal", which is given by the engine.\n  at PLACE\n  → a resource may read config, inputs and other resources: it is made where it is needed, once',
  'graph/resource-in-blocks':
    'GraphError: The resource "item" opens or closes a parallel block.\n  at PLACE\n  → a resource is one value: do the rest in a node that reads it',
  'graph/placed-resource':
    'GraphError: The resource "client" is marked remote, but a resource is made wherever it is read.\n  at PLACE\n  → leave the mark out; mark the nodes that read it instead',
  'graph/placed-resource (local)':
    'GraphError: The resource "client" is marked local, but a resource is made wherever it is read.\n  at PLACE\n  → leave the mark out; mark the nodes that read it instead',
  'graph/remote-here':
    'GraphError: "item" is marked remote, but a generator outside of blocks works item by item in the driver\'s thread.\n  at PLACE\n  → leave the mark out; mark the nodes of its items instead',
  'graph/remote-here (a reduce)':
    'GraphError: "total" is marked remote, but a reduce outside of blocks works item by item in the driver\'s thread.\n  at PLACE\n  → leave the mark out; mark the nodes of its items instead',
  'resource/dispose-slow':
    'IcosianError: The resource "client" was not let go of within 5000 ms.\n  → does its dispose wait for something that never comes?',
  'resource/dispose-failed':
    'IcosianError: The resource "client" could not be let go of: RangeError: full',
  'request/resource-output':
    'InputError: "client" is a resource, which never leaves the thread that made it.\n  → request a node that reads it: [\'b\']',
  'request/resource-output (that nobody reads)':
    'InputError: "client" is a resource, which never leaves the thread that made it.\n  → request a node that reads it',
  'override/resource-elsewhere':
    'InputError: The resource "stuck" is overridden, but "readsStuck" would run elsewhere, and a resource never travels.\n  → keep it in this thread with local(fn), override that node instead, or use a driver without a remote executor',
  'builder/bad-adapter (null)':
    'GraphError: An adapter is null.\n  → pass an object with hooks: withAdapters({ beforeNode: (event) => … })',
  'builder/two-places':
    "GraphError: 2 of the driver's parts decide where nodes run: FutureAdapter, withRemoteExecutor.\n  → keep one of them",
  'builder/adapter-stays':
    'GraphError: Judge has executeNode, but what MultiThreadingExecutor runs is out of its reach.\n  → give it a part there: worker: { module: new URL("./adapter.ts", import.meta.url), options }, whose default export makes it of the options',
  'builder/adapter-stays (of tasks, under FutureAdapter)':
    'GraphError: Judge has executeNode and executeTask, but what MultiThreadingExecutor runs is out of its reach.\n  → give it a part there: worker: { module: new URL("./adapter.ts", import.meta.url), options }, whose default export makes it of the options',
  'executor/bad-option (of threads)':
    'IcosianError: MultiThreadingExecutor does not take the option "threadNamePrefix" with "".\n  → it takes: maxTasks (a whole number from 1), modules (a list of URLs), retries (a whole number from 0), timeout (milliseconds), resourceLimits, threadNamePrefix',
  'executor/bad-option (of processes)':
    'IcosianError: MultiProcessingExecutor does not take the option "retries" with -1.\n  → it takes: maxTasks (a whole number from 1), modules (a list of URLs), retries (a whole number from 0), timeout (milliseconds), env, execArgv, processNamePrefix',
  'executor/bad-option (of futures)':
    'IcosianError: FutureAdapter does not take the option "workers" with 2.\n  → it takes: maxWorkers, threadNamePrefix, resultBuilder, offload, modules',
  'executor/bad-module':
    'GraphError: "features.ts" is no file: URL and no absolute path: a worker cannot import it.\n  → write modules: [new URL(\'./features.ts\', import.meta.url)]',
  'executor/bad-module (a file that is not there)':
    'GraphError: There is no file test/executors/fixtures/none.ts: a worker cannot import it.\n  → give the file that runs: of a built program, the built one',
  'executor/bad-module (a folder)':
    'GraphError: test/executors/fixtures is a folder: a worker cannot import it.\n  → give the file in it',
  'executor/entry-file':
    "GraphError: test/executors/fixtures/errors.ts is the program's entry file: a worker that imports it would run the program again.\n  → move the functions to a file of their own",
  'executor/no-file':
    "GraphError: MultiThreadingExecutor sends nodes to workers that import them, but nobody knows the files of \"size\".\n  → export it from a file, pass that module, or say which file it is: new MultiThreadingExecutor({ modules: [new URL('./features.ts', import.meta.url)] }), in a notebook with pathToFileURL('features.ts'); or keep it here: local(fn)",
  'worker/no-module':
    "TaskError: \"size\" cannot run in a worker of MultiThreadingExecutor: nobody knows the file of its function.\n  → export it from a file, pass that module, or say which file it is: new MultiThreadingExecutor({ modules: [new URL('./features.ts', import.meta.url)] }), in a notebook with pathToFileURL('features.ts'); or keep it here: local(fn)",
  'worker/unknown-node':
    'TaskError: A worker does not have the node "size".\n  → say where its function is: new MultiThreadingExecutor({ modules: [new URL(\'./features.ts\', import.meta.url)] })',
  'worker/no-file':
    'TaskError: The file of the workers is not there: icosian runs from file:///app/bundle.js, outside of its package.\n  → a bundler took it into your program: keep icosian external in the bundle, as a package beside it',
  'worker/no-pool':
    'TaskError: The code of a worker runs outside of a worker.\n  → nothing imports it: an executor starts it',
  'worker/not-open':
    'TaskError: MultiThreadingExecutor got a task before it was opened.\n  → await open(dataflow) first',
  'worker/closed': 'TaskError: The executor was closed before a task came.',
  'run/closed': 'AbortError: The driver was closed.',
  'worker/module-failed':
    'TaskError: A worker could not open ROOT/test/executors/fixtures/broken.ts: RangeError: full\n  → it is imported once more in every worker: see that it can be, on its own',
  'worker/not-opened':
    'TaskError: The worker future-1 called process.exit(3) while it opened the modules.\n  → every worker imports them once more: see that they can be imported on their own',
  'worker/other-dataflow':
    'TaskError: The modules that workers open are not those of the driver (ROOT/test/executors/fixtures/other-errors.ts):\n  "size" is (item, scale) here, and (item) in the driver\n  "waits" is in none of the modules\n  → each node has to be exported under its own name by one of these files',
  'worker/config-stays':
    'TaskError: A worker cannot make a node, and the config of the driver has "fn", which cannot travel: inject of "viaFunction" needs the config key "fn", which is missing.\n  → give it as an input or make it in a resource, or keep the node in this thread: local(fn)',
  'worker/bad-adapter':
    'TaskError: The module of an adapter, ROOT/test/executors/fixtures/no-adapter.ts, has no function for its default export.\n  → write export default (options) => ({ beforeNode: (event) => … })',
  'worker/bad-adapter (that fails)':
    'TaskError: The module of an adapter, ROOT/test/executors/fixtures/failing-adapter.ts, failed: RangeError: full',
  'worker/crashed':
    'WorkerCrashError: The worker thread-1 called process.exit(3) while it ran "exits" at item 0 of "item".\n  → where its tasks may be run twice, have them tried again: { retries: 2 } for the executor',
  'worker/crashed (a process, twice)':
    'WorkerCrashError: The worker process-2 exited with code 3 while it ran "exits" at item 0 of "item". This was attempt 2.\n  → it died of it each time: see what it does there',
  'worker/timeout':
    'TimeoutError: The worker slow-1 gave no answer for 20 ms while it ran "waits" at item 0 of "item"; it was ended.\n  → give the executor a longer timeout, or have the node wait for less: it hears of the end of a run by $signal',
  'worker/not-closed':
    'TaskError: The worker thread-1 did not close within 6000 ms; it was ended.\n  → does the dispose of a resource wait for something that never comes?',
  'worker/not-let-go':
    'TaskError: The worker thread-1 did not let go of the resources of a run within 6000 ms.\n  → does the dispose of a resource wait for something that never comes?',
  'task/end-failed': 'TaskError: The executor mine failed to end a run: RangeError: full',
  'result/invalid':
    'ResultError: The result cannot be built: 2 problems.\n  1. "x" is { a }, which DataFrameResult does not take.\n       → split it into nodes with extractFields, or get it as it is with DictResult\n  2. "y" is { b }, which DataFrameResult does not take.\n       → split it into nodes with extractFields, or get it as it is with DictResult',
};
