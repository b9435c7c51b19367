// axios as a web page uses it: JSON both ways, an answer that is an error, and one that is given up.
import axios from 'axios';

const http = axios.create({ baseURL: scriptArgs[0].replace(/^ws/, 'http') });
const { data, status, headers } = await http.post('/echo', { text: '你好' }, { params: { page: 2 } });
console.log(status, headers['content-type'], JSON.stringify(data));
await http.get('/teapot').catch(({ response }) => console.log('error', response.status, response.data.trim()));
const abort = new AbortController();
setTimeout(() => abort.abort(), 50);
await http.get('/never', { signal: abort.signal }).catch((err) => console.log('given up', axios.isCancel(err)));
await http.get('/never', { timeout: 50 }).catch((err) => console.log(err.code));
