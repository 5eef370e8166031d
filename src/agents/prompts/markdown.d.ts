/** The bundler and the test runner both load Markdown as text. */
declare module '*.md' {
  const text: string;
  export default text;
}
