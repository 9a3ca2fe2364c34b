/**
 * Imports nodejs-polars and nothing else: what importing icosian is compared with.
 *
 * @module
 */
import pl from 'nodejs-polars';

export default pl;
