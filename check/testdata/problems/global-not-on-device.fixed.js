const encode = (text) => Uint8Array.from(unescape(encodeURIComponent(text)), (c) => c.charCodeAt(0))
const bytes = encode('你好')
console.log(bytes.length)
