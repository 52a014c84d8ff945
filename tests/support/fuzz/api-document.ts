/** The application's own OpenAPI document as what can be called, and its declared answers as validators. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly unevaluatedProperties?: boolean;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly default?: unknown;
};

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Answer = { readonly description?: string; readonly content?: Content };

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: Schema;
};

export type Operation = {
  readonly method: string;
  /** As the document writes it: `/v1/portals/{slug}`. */
  readonly path: string;
  readonly isSecured: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Content | undefined;
  readonly answers: Readonly<Record<string, Answer>>;
};

export type ApiDocument = {
  readonly operations: readonly Operation[];
  resolve(schema: Schema): Schema;
  /** What is wrong with a value that was answered; a member that is not declared is wrong. Nothing when it fits. */
  faultOfAnswer(operation: Operation, status: string, type: string, value: unknown): string | undefined;
};

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null;

type RawOperation = {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses: Readonly<Record<string, Answer>>;
};

type RawDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Reads the document that `/openapi.json` answered. */
export function readApiDocument(raw: unknown): ApiDocument {
  const document = raw as RawDocument;
  const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false, allErrors: false });
  ajv.addSchema(closed(raw as Json) as object, 'document');
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : resolve(document.components.schemas[name] ?? {});
  };
  return {
    operations: operationsOf(document),
    resolve,
    faultOfAnswer({ method, path }, status, type, value) {
      const steps = ['paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
      const validate = validatorOf(steps.map((step) => `/${encodeURIComponent(escapePointer(step))}`).join(''));
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    },
  };
}

function operationsOf({ paths }: RawDocument): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, parameters, requestBody, responses }]) => ({
      method: method.toUpperCase(),
      path,
      isSecured: (security ?? []).length > 0,
      parameters: parameters ?? [],
      body: requestBody?.content,
      answers: responses,
    })),
  );
}

const BY_NAME = new Set(['properties', 'schemas', 'content', 'responses']);

/** Every object that is answered has only its declared members. Parts of an `allOf` stay open, because the whole is closed. */
function closed(node: Json, place: 'value' | 'names' | 'part' | 'other' = 'other'): Json {
  if (Array.isArray(node)) return node.map((each) => closed(each as Json, place === 'part' ? 'part' : 'other'));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => {
    if (place === 'names') return [key, closed(value, 'value')] as const;
    if (key === 'allOf') return [key, closed(value, 'part')] as const;
    if (BY_NAME.has(key)) return [key, closed(value, key === 'properties' ? 'names' : 'other')] as const;
    return [key, closed(value, isValueKey(key) ? 'value' : 'other')] as const;
  });
  const copy = Object.fromEntries(entries);
  const isObject = 'properties' in copy || 'allOf' in copy || '$ref' in copy || 'anyOf' in copy || 'oneOf' in copy;
  return place === 'value' && isObject && !('additionalProperties' in copy)
    ? { ...copy, unevaluatedProperties: false }
    : copy;
}

function isValueKey(key: string): boolean {
  return key === 'items' || key === 'schema' || key === 'additionalProperties';
}

/** A step of a JSON Pointer (RFC 6901). */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
