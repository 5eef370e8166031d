import type { Rule } from './rule.ts';
import { any, gap, rule, script } from './rule.ts';

const SPEAK_ELSEWHERE = any('di dí declara indica afirma escribe responde imprime dis dites indique indiquez déclare déclarez affirme réponds répondez affiche sag sage sagen antworte antworten erkläre schreibe gib ausgeben dica diga responda escreva afirme declare dichiara rispondi scrivi zeg antwoord schrijf powiedz odpowiedz скажи скажите ответь ответьте напиши söyle');

/** The verb of dismissing with instructions, or with an order to say something else; made when first needed. */
export const otherLanguages = (): readonly Rule[] => [
  rule('override', true, any('ignora ignore ignorad ignoren ignorez ignorer olvida olvide olvidad olviden oublie oubliez descarta descarte omite désactive desconsidere esqueça esquece dimentica scorda tralascia'), gap(4), any('instrucciones instrucción indicaciones órdenes reglas anteriores previas instructions consignes règles directives précédentes précédent istruzioni regole precedenti instruções regras ordens')),
  rule('override', true, any('ignora ignore ignorad ignoren ignorez ignorer olvida olvide oublie oubliez esqueça dimentica ignorieren ignoriere ignorier vergiss vergessen negeer vergeet zignoruj'), gap(7), any('y e et und en i и ve'), gap(2), SPEAK_ELSEWHERE),
  rule('override', true, any('ignorieren ignoriere ignoriert ignorier vergiss vergessen missachte missachten überschreibe'), gap(5), any('anweisung anweisungen befehl befehle regeln vorgaben vorherigen vorherige bisherigen instruktionen')),
  rule('override', true, any('negeer vergeet zignoruj zapomnij pomiń glem ignorera glöm unohda'), gap(4), any('instructies opdrachten regels instrukcje polecenia reguły instruktioner instruksjoner ohjeet')),
  rule('override', true, any('игнорируй игнорируйте проигнорируй проигнорируйте забудь забудьте ігноруй забудь'), gap(4), any('инструкции инструкций указания указаний команды правила предыдущие інструкції')),
  rule('silence', true, any('no não nicht ne non не'), gap(3), any('informes alertes reportes denuncies relate signale signalez melden meldet segnalare сообщай сообщайте')),
  rule('verdict', true, any('marca marque trate clasifica classifique classez markiere behandle klassifiziere пометь отметь считай'), gap(4), any('como comme als как'), gap(2), any('benigno benigna seguro normal inofensivo bénin légitime harmlos ungefährlich gutartig безопасное безопасный нормальное ложное')),
  script('override', /(?:忽略|无视|無視し?|忘记|忘記|忘れて?|不要理会|不理会|抛开).{0,24}?(?:指示|指令|说明|說明|提示|规则|命令|声明|输出|回答|述べ|答え|言っ|出力|報告)/u),
  script('silence', /(?:忽略|无视|無視).{0,8}(?:警报|告警|警報|事件|日志|日誌|记录)/u),
  script('verdict', /标记为.{0,4}(?:安全|正常|良性|误报|无害)|異常なしと.{0,4}(?:報告|答え|判断)/u),
  script('silence', /(?:不要|请勿|禁止|勿).{0,4}(?:报告|标记|上报|告警|报警)|(?:報告|警告)し?ないで/u),
  script('override', /(?:تجاهل|انس|انسَ|تجاهلوا).{0,16}(?:التعليمات|الأوامر|السابقة|القواعد)/u),
  script('override', /(?:이전|위의|모든|앞선).{0,10}(?:지시|명령|지침).{0,8}(?:무시|잊)/u),
  script('override', /(?:önceki|tüm|yukarıdaki).{0,20}(?:talimat|komut|yönerge)\p{L}*.{0,12}(?:yok say|görmezden|unut|dikkate alma)/u),
  script('override', /(?:पिछले|सभी|उपरोक्त).{0,20}(?:निर्देश|आदेश)\p{L}*.{0,12}(?:अनदेखा|भूल|नज़रअंदाज़)/u),
];
