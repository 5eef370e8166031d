import type { Rule } from './rule.ts';

/** Marks of the protocols models are spoken to in: they mean nothing to any other program. Tried on the text as it stands. */
export const MARKUP: readonly Omit<Rule, 'leads'>[] = [
  { ploy: 'role', strong: true, pattern: /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text)\|>|\[\/?INST\]|<<\/?SYS>>|<start_of_turn>|<end_of_turn>/i },
  { ploy: 'role', strong: true, pattern: /(?:^|[^#])#{2,4} ?(?:system|instructions?|new instructions?|assistant|human|response) ?(?:prompt|message)?:?(?:$|\s)/im },
  { ploy: 'role', strong: true, pattern: /<\/?(?:system_prompt|system-prompt|system_message|system_instructions?|assistant|ai|llm|instructions?|untrusted(?:_\w{1,20})?|log_(?:data|entry|entries|content|lines?)|user_(?:input|message|query)|tool_(?:call|calls|result|results|response|use)|function_(?:call|calls|results?)|function=\w{1,40}|antml:\w{1,40}|invoke name=|thinking|scratchpad)\b/i },
  { ploy: 'role', strong: true, pattern: /"role"\s{0,4}:\s{0,4}"(?:system|assistant|developer|tool)"|"(?:tool_calls?|function_call|tool_use|tool_result)"\s{0,4}:\s{0,4}[[{"]/i },
  { ploy: 'role', strong: true, pattern: /<\\?\/?(?:now )?\s?(?:entering )?(?:\w{1,20} )?(?:system|developer|override|debug|god|admin)[ _](?:mode|override|prompt|message)\b/i },
  { ploy: 'role', strong: false, pattern: /(?:^|["'>\]\s])(?:system|assistant|human|ai|user|developer) ?(?:note|message|prompt|override|instruction)?: (?=[A-Z"'])/ },
  { ploy: 'role', strong: false, pattern: /-{3,}\s?(?:begin|end|start|analyst|system|admin|new)\b/i },
  { ploy: 'role', strong: false, pattern: /<\/(?:system|prompt|context|logs?|data|document|documents|evidence|input|query|alert|event)>/i },
  { ploy: 'leak', strong: true, pattern: /!\[[^\]]{0,100}\]\(https?:[^)]{0,400}(?:\{\{|\$\{|<[A-Z_]{3,}|\[[A-Z_]{3,})/ },
];
