//! The reference of host functions: what is registered is here, and the other way round.

/// One property or function of the host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HostFunction {
    /// The type it belongs to; empty for free functions.
    pub on: &'static str,
    /// The name with its arguments; a property has none.
    pub signature: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// What it is, for rule authors.
    pub help: &'static str,
    /// A line of a script; may be empty.
    pub example: &'static str,
}

macro_rules! host {
    ($($on:literal {
        $($signature:literal -> $gives:literal : $help:literal $(=> $example:literal)?),+ $(,)?
    })+) => {
        /// All properties and functions of the host, in the order they are documented.
        pub const HOST: &[HostFunction] = &[
            $($(HostFunction {
                on: $on,
                signature: $signature,
                gives: $gives,
                help: $help,
                example: concat!($($example)?),
            },)+)+
        ];
    };
}

host! {
    "" {
        "finding(place, message)" -> "Finding": "报一个问题，位置必须是取到的 Place。" => "finding(hit.place, `“${hit.place.text}”没有替换`);",
        "in_all(count)" -> "String": "接在说明后面的“，全文共N处”；只有一处时是空的。" => "together(doc.unpaired.map(|m| m.place), `不成对${in_all(doc.unpaired.len)}`);",
        "together(places, message)" -> "Finding": "几处同样的问题合成一个：报在第一处，其余列在后面；列表不能是空的。" => "together(doc.unpaired.map(|m| m.place), `共${doc.unpaired.len}处`);",
        "evidence(place)" -> "()": "记下看到的原文；通过的结论靠它让人相信。" => "evidence(part.heading);",
        "not_applicable(reason)" -> "()": "说明这条规则不适用于这份报告。" => r#"not_applicable("没有写出庭应诉率");"#,
        "undecided(reason)" -> "()": "说明机器判断不了，要人看。" => r#"undecided("分母没有写明");"#,
        "note(reason)" -> "()": "给通过的结论写一句说明。" => "note(`核对了${n}个序号`);",
        "hanzi(number)" -> "String": "把整数写成序号用的汉字：12 是“十二”。" => "hanzi(12)",
        "interval(number)" -> "Interval": "只有一个数的区间；区间可以加减乘除，结果包含每一种可能。" => "(a.interval / b.interval) * interval(100)",
        "number(text)" -> "Number 或 ()": "把数字文字变成数；全角、千分位、百分号都可以，认不出是 ()。" => r#"number(hit.group("n").text)"#,
    }
    "Finding" {
        "advice(text)" -> "Finding": "这个问题怎么改；不写就用 rule.toml 的 advice。" => r#"finding(place, "…").advice("补上下一年度安排");"#,
        "related(place, label)" -> "Finding": "附上另一处原文和说明。" => r#"finding(a, "…").related(b, "这里写的是43件");"#,
        "fix([place], text)" -> "Finding": "程序可以直接改成这几个字；不写位置就改问题所在的字，改别处先写位置。rule.toml 写了 fix = \"safe\" 才能用，不管作者什么意思都对才写。" => r#"finding(hit.place, "…").fix("截至");"#,
        "gap(place)" -> "Finding": "缺的内容应当接在哪里后面；批注放在那里。" => r#"finding(doc.start, "没有找到…").gap(doc.gap("next-year"));"#,
        "weaken(severity)" -> "Finding": "调低级别：warning 或 advice；不能调高。" => r#"finding(place, "…").weaken("advice");"#,
    }
    "Report" {
        "year" -> "Int 或 ()": "报告年度。" => "if doc.year == () { return; }",
        "year_at" -> "Place 或 ()": "报告年度写在哪里。",
        "title" -> "Place 或 ()": "标题，可能跨几行。",
        "titles" -> "List of Place": "标题出现的每一处。",
        "file_title" -> "String 或 ()": "文件自带的标题（网页标题、文档属性）。",
        "issuer" -> "Words 或 ()": "报告单位。",
        "kind" -> "String": "单位性质：government、department、township、subdistrict、development-zone、institution、unknown。" => r#"doc.kind == "department""#,
        "level" -> "String": "层级：province、city、county、township、unknown。",
        "issuer_kind" -> "String": "从文中看出的单位性质，不看用户的配置。",
        "document_number" -> "Words 或 ()": "发文字号。",
        "signer" -> "Words 或 ()": "签发人。",
        "addressee" -> "Words 或 ()": "主送机关。",
        "signature" -> "Place 或 ()": "署名。",
        "date" -> "Date 或 ()": "成文日期。",
        "issued" -> "Date 或 ()": "印发日期。",
        "dated" -> "Words 或 ()": "网页信息栏里的成文日期。",
        "published" -> "Words 或 ()": "网页信息栏里的发布日期。",
        "format" -> "String": "文件格式：txt、md、html、docx、pdf、ofd、doc（.doc 和 .wps）、rtf。",
        "joins" -> "Int": "读文件时接了几处断行、去了几处页码。",
        "sections" -> "List of Section": "各级标题，按原文顺序。" => "doc.sections.filter(|s| s.level == 1)",
        "parts" -> "List of Part": "找到的法定部分，按原文顺序。",
        "part(kind)" -> "Part 或 ()": "某个部分：measures、shortcomings、first-responsible-person、next-year；有几处时取最正式的。" => r#"doc.part("shortcomings")"#,
        "parts_of(kind)" -> "List of Part": "某个部分的每一处，最正式的在前。",
        "gap(kind)" -> "Place": "缺了某个部分时它应当接在哪里后面：前一个部分的最后一句。" => r#"doc.gap("shortcomings")"#,
        "paragraphs" -> "List of Place": "段落。",
        "sentences" -> "List of Place": "句子。",
        "citations" -> "List of Citation": "书名号里的名称，嵌套的跟在外层后面。",
        "facts" -> "List of Fact": "报告写到的数据、日期和说法。",
        "look_up(title)" -> "LookUp": "到题名表里查一个名称。" => r#"doc.look_up("行政处罚法")"#,
        "facts_of(metric)" -> "List of Fact": "某个指标的数据，不含增减；写指标的 id 或名称。" => r#"doc.facts_of("appearance_rate")"#,
        "relations" -> "List of Relation": "数与数之间的全部关系，按原文顺序；第一次取用时才计算。",
        "relations_of(kind)" -> "List of Relation": "某一种关系。" => r#"for relation in doc.relations_of("sum") { … }"#,
        "previous" -> "Report 或 ()": "上年报告，用 --previous 给出；没有给出是 ()。它能取的和 doc 一样；问题只能报在本年报告里，上年报告的位置用 related 附上。" => "let last = doc.previous;",
        "share_of(place)" -> "Number": "另一处的相邻两个汉字，有百分之几在这份报告里出现过；一处也没有是 0。" => "if doc.share_of(place) == 0 { … }",
        "unpaired" -> "List of Unpaired": "不成对的标点。",
        "codes(n)" -> "List of Place": "连写的数字（可以夹着字母），至少有 n 个数字；数字之间隔一个空格或者短横的也算连写。" => "for code in doc.codes(11) { … }",
        "doubled" -> "List of Place": "疑似写了两遍的字词。",
        "slips" -> "List of Match": "常用词语里疑似同音、形近的错字；keyword 是应有的写法。" => "for slip in doc.slips { … }",
        "matches(name)" -> "List of Match": "rule.toml 里某个词组、正则或表在全文的每一处。" => r#"for hit in doc.matches("words") { … }"#,
        "has(name)" -> "Bool": "全文有没有某个词组、正则或表。" => r#"if !doc.has("words") { … }"#,
        "start" -> "Place": "标题；没有标题时是第一段。缺了东西时报在这里。" => r#"finding(doc.start, "缺少…");"#,
        "end" -> "Place": "正文最后一句。",
        "whole" -> "Place": "全文。",
    }
    "Place" {
        "text" -> "String": "原文。" => "`“${place.text}”`",
        "brief" -> "String": "原文的前 30 个字，更长的以“…”结尾；用在说明里，说明太长会出错。" => "`“${place.brief}”缺少主语`",
        "plain" -> "String": "便于比较的文字：半角、没有空格、简体。" => r#"place.plain == "(一)""#,
        "length" -> "Int": "字数。",
        "is_empty" -> "Bool": "是不是空的。",
        "part" -> "String 或 ()": "在哪个法定部分里。" => r#"fact.place.part == "next-year""#,
        "role" -> "String": "所在段落是什么：title、head、heading、text、table、note、tail。" => r#"place.role == "table""#,
        "sentence" -> "Place": "所在的句子。" => r#"hit.place.sentence.has("past")"#,
        "paragraph" -> "Place": "所在的段落。",
        "clause" -> "Place": "所在的分句：逗号、分号、冒号和句末标点之间。" => r#"fact.place.clause.has("plan")"#,
        "section" -> "Section 或 ()": "所在的最内层标题。",
        "sentences" -> "List of Place": "里面的句子。",
        "clauses" -> "List of Place": "里面的分句，前后不带标点。",
        "rare" -> "List of Place": "里面在这份报告别处没有说过的字：相邻两个汉字只在这里出现，连在一起的算一段。" => "place.rare.all(|one| doc.share_of(one) == 0)",
        "copied_from(report, name)" -> "Copied": "里面有多少与另一份报告相同：逐个分句比较，只看汉字，八个字以上的才算；含有词组 name 的句子不算。" => r#"part.body.copied_from(doc.previous, "words").share"#,
        "citations" -> "List of Citation": "里面的书名号。",
        "facts" -> "List of Fact": "里面的数据。",
        "facts_of(metric)" -> "List of Fact": "里面某个指标的数据，不含增减。",
        "matches(name)" -> "List of Match": "里面某个词组、正则或表的每一处。" => r#"place.matches("words").len"#,
        "has(name)" -> "Bool": "里面有没有某个词组、正则或表。",
        "matches_whole(name)" -> "Bool": "整段是否符合某个正则。",
        "find(literal)" -> "Place 或 ()": "里面第一次出现这几个字的地方，按原文逐字比较。" => r#"place.find("：")"#,
        "contains(place)" -> "Bool": "是否包含另一处。",
        "overlaps(place)" -> "Bool": "是否与另一处重叠。",
        "before(place)" -> "Bool": "是否整个在另一处之前。" => "a.before(b)",
        "cover(place)" -> "Place": "盖住两处的最小一段。" => "first.cover(last)",
        "up_to(place)" -> "Place": "从开头到另一处之前。" => "sentence.up_to(mark).last(12)",
        "after(place)" -> "Place": "另一处之后到结尾。",
        "first(n)" -> "Place": "前 n 个字。",
        "last(n)" -> "Place": "后 n 个字。",
        "slice(from, to)" -> "Place": "第 from 到 to 个字，从 0 数起，不含 to。" => "place.slice(0, 2)",
    }
    "Section" {
        "level" -> "Int": "第几级，从 1 数起。",
        "number" -> "Int 或 ()": "序号的数值；漏了序号的没有。" => "section.number != before.number + 1",
        "mark" -> "String": "序号的样子：chinese（一、）chinese-paren（（一））arabic（1.）arabic-paren（（1））clause（一是）none。",
        "ordinal" -> "Place 或 ()": "序号。" => r#"finding(section.ordinal, "…");"#,
        "title" -> "Place": "标题文字，不含序号。",
        "heading" -> "Place": "序号和标题文字。",
        "place" -> "Place": "整节，含下级。",
        "body" -> "Place": "整节，不含标题。",
        "part" -> "String 或 ()": "属于哪个法定部分。",
        "parent" -> "Section 或 ()": "上级。",
        "children" -> "List of Section": "直接下级。" => "section.children.len",
        "previous" -> "Section 或 ()": "同一上级、同一种序号的前一个；全文连排的 1. 2. 3. 也算。",
        "run_in" -> "Bool": "标题后面是否紧接正文。",
        "index" -> "Int": "全文第几节，从 0 数起。",
    }
    "Part" {
        "kind" -> "String": "哪个部分。",
        "form" -> "String": "section（一级标题）、subsection（下级标题）、sentence（句子）。",
        "heading" -> "Place": "标题；没有标题的是第一句。",
        "place" -> "Place": "整个部分。",
        "body" -> "Place": "不含标题。",
        "section" -> "Section 或 ()": "对应的标题。",
    }
    "Fact" {
        "place" -> "Place": "数字和单位。",
        "id" -> "String 或 ()": "词表里指标的 id。",
        "metric" -> "String": "指标名称；词表里没有的是原文的说法。",
        "kind" -> "String": "count、rate、money、days、qual（没有数字的说法）、date、year。",
        "value" -> "Number": "精确的值；百分数是 98.2 这样的数，钱用写出的单位。" => "fact.value < param.target",
        "unit" -> "String": "单位。",
        "bound" -> "String": "exact、more（余、多）、about、nearly、at-least、more-than、at-most、less-than。" => r#"fact.bound == "exact""#,
        "approx" -> "Bool": "是不是约数。",
        "change" -> "Bool": "是增减，不是水平（同比增长 12%）。" => "if fact.change { continue; }",
        "interval" -> "Interval": "这个数可能是多少：余、近、约、以上和写出的精度都算进去；约数前后各放一成。" => "a.interval.meets(b.interval)",
        "interval_within(share)" -> "Interval": "同上，约、左右前后放 share：0.05 是百分之五。" => "fact.interval_within(0.05)",
        "low" -> "Number 或 ()": "可能的最小值；没有下限是 ()。" => "if fact.low != () && fact.low > 100 { … }",
        "high" -> "Number 或 ()": "可能的最大值；没有上限是 ()。",
        "family" -> "String": "单位算的是什么：件、起、宗都是 case，人、名都是 person；还有 person-times、case-times、house、house-times、occasion、item、copy、money、time、percent、point、other、none。" => "a.family == b.family",
        "period" -> "String": "什么时期的数：报告年度、2021年、1—6月、截至6月30日、截至目前、每周、其他时期；没有另说的是报告年度。" => r#"if fact.period != "报告年度" { continue; }"#,
        "population" -> "String 或 ()": "谁的数：区政府为被告、各部门；没有另说的是 ()。" => "if fact.population != () { continue; }",
        "relation" -> "String": "怎样写的：stated（直接写）、part（其中的一部分）、rate（比率）、change（增减）、limit（期限、要求、目标）。" => r#"fact.relation == "stated""#,
        "trend" -> "String 或 ()": "增减的方向：up、down。",
        "negative" -> "Bool": "是不是否定的说法：零败诉、未发生。",
        "scope" -> "String": "说的是谁、什么时候：own（本单位本年度）、plan（打算、要求）、past（往年）、part-year（半年、季度）、elsewhere（别处）、heads-only（只算正职）、condition（低于……的单位）、denied（未达到……）、hedged（除……外、基本）、table（表格里）。" => r#"if fact.scope != "own" { continue; }"#,
        "named" -> "Place 或 ()": "写指标名称的几个字。",
        "clause" -> "Place": "所在的分句。",
        "sentence" -> "Place": "所在的句子。",
    }
    "Interval" {
        "low" -> "Number 或 ()": "下端；没有下限是 ()。",
        "high" -> "Number 或 ()": "上端；没有上限是 ()。",
        "low_open" -> "Bool": "下端本身不算在内；没有下限也是。",
        "high_open" -> "Bool": "上端本身不算在内；没有上限也是。",
        "text" -> "String": "写成 [98.15, 98.25) 的样子；只有一个数时就是这个数。" => "`${fact.interval.text}`",
        "meets(interval)" -> "Bool": "有没有一个数同在两个区间里；没有，两个说法就不能同时成立。" => "if !fact.interval.meets(a.interval + b.interval) { … }",
        "below(interval)" -> "Bool": "是不是每个数都小于另一个区间的每个数。" => "if a.interval.below(b.interval) { … }",
        "holds(number)" -> "Bool": "一个数在不在里面。" => "rate.interval.holds(100)",
    }
    "Relation" {
        "kind" -> "String": "哪种关系：sum（总数和列全的部分）parts（部分不大于总数）total（共计）rest（其余）table（表格合计）rate（比率和件数）pair（比率和应当、实际的数）range（不超过100%）order（办成不大于应办）flow（审结和受理，可有结转）repeat（同一个数两处）change（增减幅度）trend（增减方向）base（倒推上年）titles（列出的文件）points（列出的几点）；给了上年报告还有 year（同比与上年报告的数）former（本年报告说的上年数与上年报告的数）。",
        "name" -> "String": "说的是什么：整改率、行政处罚程序等；只凭语法看出来的为空。",
        "verdict" -> "String": "holds（成立）violated（不成立：各数在能取的范围里怎么取都不成立）open（写“等”“余”，没有写死，不算错）undecidable（判断不了）。" => r#"relation.verdict == "violated""#,
        "certainty" -> "String": "作者是不是在说这个关系：sure（没有别的理解）likely（别的理解很勉强）slight（可能有别的理解，或者只是尾数）。" => r#"if relation.certainty != "sure" { found.weaken("warning"); }"#,
        "reason" -> "String": "为什么是 open 或 undecidable；其余为空。",
        "computation" -> "String": "用原文的数写出的算式：20÷29=68.97%，原文写69.97%。" => "finding(relation.place, `对不上：${relation.computation}`);",
        "distance" -> "Number 或 ()": "写的数离成立差多少，按它自己的单位；成立是 0，说不清是 ()。" => "relation.distance > param.target",
        "place" -> "Place": "有疑问的那个数：总数、比率、后写的数。",
        "span" -> "Place": "盖住全部数的一段。" => "evidence(relation.span);",
        "operands" -> "List of Operand": "参加的每个数，有疑问的在最前面。" => "for operand in relation.operands { found.related(operand.place, operand.role); }",
    }
    "Operand" {
        "role" -> "String": "在关系里是什么：总数、部分、分子、分母等。",
        "place" -> "Place": "写在哪里。",
        "interval" -> "Interval": "能代表的范围。" => "operand.interval.text",
        "former" -> "Bool": "是不是上年报告里的数；是的话 place 在上年报告里。",
    }
    "Copied" {
        "share" -> "Number": "相同的分句占百分之几，按汉字算。" => "found.share >= param.target",
        "length" -> "Int": "相同的分句一共有多少个汉字。",
        "here" -> "Place": "连在一起相同的最长一段。",
        "there" -> "Place": "这一段在另一份报告里的位置。",
    }
    "Citation" {
        "place" -> "Place": "含书名号。",
        "title_place" -> "Place": "不含书名号。",
        "title" -> "String": "名称。",
        "depth" -> "Int": "1 是外层，2 是嵌套在里面的。",
        "half_width" -> "Bool": "里层用了半角 < >。",
        "look_up()" -> "LookUp": "到题名表里查。" => "let known = citation.look_up();",
    }
    "LookUp" {
        "known" -> "Bool": "表里有没有。",
        "short" -> "String": "表里的简称。",
        "issuer" -> "String": "表里的制定机关；没有写明的为空。",
        "number" -> "String": "表里的文号；没有写明的为空。",
        "recalled" -> "Bool": "表里这一行是不是凭记忆写的，没有人核对过原文；这样的只能提示，不能报错误。",
        "lacks_about" -> "Bool": "引用时漏了“关于”。",
        "extra_state" -> "Bool": "引用时多写了“中华人民共和国”。",
        "issuer_written" -> "String": "引用时在“关于”前面写的机关，与表里不同；相同或者没有写的为空。",
        "other_years" -> "Bool": "名称相同，年份与表里的不同。",
        "sure" -> "Bool": "只有一个相近的名称，而且肯定是笔误。",
        "standing" -> "String": "报告那时的效力：in-force、later（报告之后才制定）、not-yet（已公布、未施行）、repealed（年初已废止）、over（规划期已满）、unknown。",
        "adopted" -> "String": "制定的日期，如“2022年2月25日”。",
        "in_force" -> "String": "施行的日期。",
        "ended" -> "String": "失效的日期；没有的为空。",
        "successor" -> "String": "取代它的文件；没有的为空。",
        "version" -> "String": "报告年度年底有效的是哪一天的版本。",
        "next_version" -> "String": "报告成文以后第一次制定或者修订的日期；没有的为空。",
        "adopted_year" -> "Int": "制定的年份；不知道的是 0。",
        "dated" -> "Bool": "报告写没写成文日期；没有写的，按次年年底算。",
        "has_version(year)" -> "Bool": "这一年有没有制定或者修订。" => "citation.look_up().has_version(2021)",
        "revised_since(year)" -> "Bool": "这一年以来、报告成文以前，有没有制定或者修订。" => "citation.look_up().revised_since(doc.year - 2)",
        "title" -> "String": "表里的全称。",
        "level" -> "String": "法律、行政法规等。",
        "status" -> "String": "来源对效力的说明。",
        "near" -> "Array of String": "没有查到时，极相近的名称；不相近的为空。",
        "distance" -> "Int": "与最近的名称差几个字。",
    }
    "Unpaired" {
        "place" -> "Place": "这个标点。",
        "opens" -> "Bool": "是不是前半。",
        "partner" -> "String": "应有的另一半。",
        "within" -> "Place": "在哪一段里找的。",
    }
    "Match" {
        "place" -> "Place": "找到的地方。",
        "mark" -> "Place": "要标出的地方：正则里名为 mark 的组 (?P<mark>…)，没有这个组就是整处。" => "finding(hit.mark, `“${hit.mark.text}”写错了`);",
        "keyword" -> "String": "词组里的哪个词；正则为空。",
        "group(name)" -> "Place 或 ()": "正则里命名的组 (?P<name>…)。" => r#"hit.group("year").text"#,
        "cell(column)" -> "文字、Int、Bool、文字的列表或 ()": "表里这一行的某一列；日期是 2022-10-16 这样的文字，没有写的是 ()。" => r#"hit.cell("right")"#,
    }
    "Date" {
        "year" -> "Int": "年。",
        "month" -> "Int": "月。",
        "day" -> "Int": "日。",
        "iso" -> "String": "2022-10-16 这样的文字，可以比较先后。" => r#"doc.date.iso < hit.cell("from")"#,
        "hanzi" -> "Bool": "是否用汉字写。",
        "is_possible" -> "Bool": "日历上有没有这一天。" => "if !doc.date.is_possible { … }",
        "place" -> "Place": "写在哪里。",
        "text" -> "String": "原文的写法。",
    }
    "Words" {
        "text" -> "String": "文字，不含空格。",
        "place" -> "Place 或 ()": "写在哪里；只在网页信息栏里的没有。",
    }
    "Number" {
        "round(digits)" -> "Number": "四舍五入到几位小数。" => "(100 * a / b).round(1)",
        "is_whole" -> "Bool": "是不是整数。",
        "digits" -> "Int": "写了几位小数：98.20 是 2。" => "(100 * a / b).round(rate.value.digits)",
        "abs" -> "Number": "绝对值。",
        "floor" -> "Number": "不大于它的整数。",
        "ceil" -> "Number": "不小于它的整数。",
        "to_int()" -> "Int": "变成脚本的整数；不是整数就出错。" => "hanzi(fact.value.to_int())",
    }
    "List" {
        "len" -> "Int": "有几项。",
        "is_empty" -> "Bool": "是不是一项也没有。",
        "first" -> "项 或 ()": "第一项。" => "doc.sections.first",
        "last" -> "项 或 ()": "最后一项。",
        "filter(test)" -> "List": "留下 test 为真的项。" => r#"facts.filter(|f| f.kind == "rate")"#,
        "map(make)" -> "List": "逐项换成另一个值。" => "sections.map(|s| s.number)",
        "find(test)" -> "项 或 ()": "第一个使 test 为真的项。" => "sections.find(|s| s.level == 1)",
        "any(test)" -> "Bool": "有没有一项为真。" => "facts.any(|f| f.value < 100)",
        "all(test)" -> "Bool": "是否每项都为真。" => "facts.all(|f| f.approx)",
    }
    "String" {
        "replaced(from, to)" -> "String": "换掉其中的字，得到新的文字。" => r#"hit.place.text.replaced("截止", "截至")"#,
    }
}
