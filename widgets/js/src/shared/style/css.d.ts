/** A style sheet that a module imports: esbuild puts it into the widget's sheet, in the order of the imports. */
declare module "*.css";
