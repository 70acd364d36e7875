#!/usr/bin/env python3
"""生成 wangjin-2024/report.docx 和 luruo-2023/report.docx。

只用标准库：WordprocessingML 逐段手写，再用 zipfile 打包。时间戳、次序、属性全部固定，
同一台机器上反复运行，得到的字节相同。地名、数字均为虚构。

用法：python3 reports/make_docx.py
"""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = f'xmlns:w="{W}" xmlns:r="{R}"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


# ---------------------------------------------------------------- 望津区 2024
# 条目：(种类, 文字)。h1、h2 的序号由 numbering.xml 自动生成，文字里不写“一、”“（一）”。
# 文字里的标记：{-删去的文字-} 为 w:del，{+插入的文字+} 为 w:ins，{*脚注*} 为脚注引用。

WANGJIN_FOOTNOTE = "本报告所称行政规范性文件，指以区政府和区政府办公室名义制定的行政规范性文件，不含区政府部门制定的文件。"

WANGJIN_TABLE = [
    ("项目", "收案（件）", "审结（件）", "纠错或者败诉（件）", "纠错率或者败诉率"),
    ("行政复议", "132", "125", "13", "10.4%"),
    ("一审行政诉讼", "47", "45", "2", "4.44%"),
]

WANGJIN = [
    ("letterhead", "望津区人民政府文件"),
    ("number", "望政发〔2025〕7号\t签发人：羊舌砚"),
    ("title", "望津区人民政府关于2024年度法治政府建设情况的报告"),
    ("to", "珩州市人民政府："),
    ("p", "2024年，望津区坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想和党的二十届三中全会精神，聚焦《法治政府建设实施纲要（2021—2025年）》明确的目标任务，持续提升政府治理法治化水平。现将有关情况报告如下："),
    ("h1", "2024年推进法治政府建设的主要举措和成效"),
    ("h2", "依法全面履职，优化法治化营商环境"),
    ("p", "贯彻落实《优化营商环境条例》，推动“高效办成一件事”改革，上线集成办理事项26个，平均跑动次数压缩至1次以内，政务服务事项网上可办率达98.7%。施行公平竞争审查制度，组织学习《公平竞争审查条例》，对52件政策措施开展审查，提出修改意见18条。推行“双随机、一公开”监管和信用分级分类监管，开展部门联合抽查61次，抽查经营主体1874户。"),
    ("h2", "完善制度体系，坚持依法科学决策"),
    ("p", "{-今年以来-}{+2024年+}，制定行政规范性文件{*脚注*}5件，合法性审核率、报备率、报备及时率均达100%；清理行政规范性文件46件，其中继续有效38件、修改3件、废止5件。执行《重大行政决策程序暂行条例》，公布2024年度重大行政决策事项目录，滨河老工业片区更新、区域养老服务设施布局、学前教育普惠资源配置3个事项列入目录，依法履行公众参与、专家论证、风险评估、合法性审查、集体讨论决定程序。区政府聘请法律顾问7名，法律顾问和公职律师审查合同206份，出具法律意见311份。"),
    ("h2", "规范执法行为，提升行政执法质量"),
    ("p", "落实《提升行政执法质量三年行动计划（2023—2025年）》，严格执行行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度。全区配备法制审核人员84名，审核重大执法决定627件，法制审核率达100%。1358名行政执法人员全部持证上岗，人均培训65学时。办理行政处罚案件7215件，其中简易程序案件5304件、普通程序案件1911件；对412起轻微违法行为依法不予处罚。评查案卷240卷，发现问题118个，全部完成整改。"),
    ("h2", "强化应急处置，防范重大风险"),
    ("p", "组织学习新修订的《中华人民共和国突发事件应对法》，修订专项应急预案16个，开展应急演练88次。检查生产经营单位2630家次，发现隐患4412处，整改4385处，整改率为99.39%，其余27处均已明确整改期限和责任人。"),
    ("h2", "化解行政争议，促进社会和谐稳定"),
    ("p", "全区人民调解组织调解纠纷8106件，成功7988件，调解成功率为98.54%。信访事项及时受理率、按期办结率均为100%。施行新修订的《中华人民共和国行政复议法》，区政府收到行政复议申请141件，受理132件，不予受理9件，经调解和解结案37件，制发行政复议意见书11份。行政复议和一审行政诉讼案件办理情况见下表。全区行政机关负责人应出庭25件、实际出庭24件，出庭应诉率为百分之九十六。对败诉案件逐案分析并督促整改，人民法院生效裁判全部履行。"),
    ("table", ""),
    ("h2", "加强制约监督，推进政务公开和普法"),
    ("p", "办理人大代表建议105件、政协提案133件，按期办复率均为100%。主动公开政府信息9241条，收到政府信息公开申请92件，均在法定期限内答复。落实“谁执法谁普法”普法责任制，51个单位公布普法责任清单，实施“八五”普法规划，开展普法活动388场次。168个村（社区）法律顾问全覆盖，受理法律援助案件571件，其中民事352件、刑事216件、行政3件。"),
    ("h1", "2024年推进法治政府建设存在的不足和原因"),
    ("h2", "行政机关负责人出庭应诉制度落实不够严格"),
    ("p", "有1件案件负责人未按要求出庭。原因是涉案单位对出庭应诉的重要性认识不足，庭审时间与会议安排冲突时没有及时协调，区级层面的提醒和通报机制也不完善。"),
    ("h2", "行政复议纠错案件类型比较集中"),
    ("p", "13件纠错案件中，有8件属于房屋征收和违法建设查处领域。主要原因是相关部门调查取证不充分，法制审核提出的意见没有得到逐条落实。"),
    ("h1", "2024年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况"),
    ("p", "全区上下高度重视法治建设工作，认真落实《党政主要负责人履行推进法治建设第一责任人职责规定》，形成了齐抓共管的良好局面。各部门、各街道把法治政府建设摆在突出位置，同业务工作一同部署、一同推进。区政府常务会议听取法治政府建设汇报5次，开展会前学法12次，全区举办法治专题讲座4期。各单位领导班子成员积极参加旁听庭审活动，共旁听案件庭审19次。全区43个单位完成年度述法，述法结果纳入绩效考核，法治政府建设的责任链条进一步拧紧。"),
    ("h1", "2024年推进法治政府建设的主要安排"),
    ("h2", "严格落实出庭应诉制度"),
    ("p", "建立开庭信息提前提醒、出庭情况按季通报、未出庭说明理由等机制，组织庭审观摩和应诉培训，推动行政机关负责人应出尽出。"),
    ("h2", "提高重点领域执法水平"),
    ("p", "围绕房屋征收、违法建设查处开展专题培训，规范调查取证流程，建立法制审核意见采纳情况反馈制度，力争同类案件纠错数量明显减少。"),
    ("h2", "夯实法治建设基础"),
    ("p", "做好“八五”普法总结验收，完成提升行政执法质量三年行动各项任务，规范涉企行政检查，持续优化法治化营商环境。"),
    ("sign", "望津区人民政府"),
    ("sign", "2025年2月10日"),
]


# ---------------------------------------------------------------- 鹿箬乡 2023
# b 为整段加粗的标题，m 为“加粗小标题＋正文”同段，以“|”分开；序号都直接打在文字里。

LURUO = [
    ("title", "芷垣县鹿箬乡人民政府\n2023年度法治政府建设工作情况报告"),
    ("to", "县人民政府："),
    ("p", "2023年，鹿箬乡坚持以习近平新时代中国特色社会主义思想为指导，全面学习贯彻党的二十大精神，深入践行习近平法治思想，落实《法治政府建设实施纲要（2021—2025年）》和县级工作要求，结合学习贯彻习近平新时代中国特色社会主义思想主题教育，推动依法行政各项任务在乡村落地见效。现将工作情况报告如下。"),
    ("b", "一、2023年推进法治政府建设的主要工作和成效"),
    ("m", "（一）规范权力运行，提升为民服务水平。|公布乡级权责清单和公共服务事项清单，便民服务中心集中办理事项84项，12个村全部设立便民服务站，全年办理各类事项5219件，其中帮办代办1306件。依法规范村级证明，取消无依据证明11项。"),
    ("m", "（二）落实审核制度，坚持依法决策。|设立由司法所、乡党政综合办公室和法律顾问组成的合法性审核小组，全年审核合同、协议和重大事项41件，提出意见66条，合法性审核率为100%。对乡敬老院改扩建这一重大事项，依次开展公众参与、专家论证、风险评估、合法性审查，并经集体讨论决定后实施。全年没有制定行政规范性文件。"),
    ("m", "（三）推进基层执法，做到规范文明。|严格落实行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度，执法信息按规定公示，现场执法全程音像记录。9名执法人员全部持证上岗，全年人均参加培训60学时。办理行政处罚案件17件，其中简易程序12件、普通程序5件，法制审核率达100%；对5起轻微违法行为进行教育提醒，依法不予处罚。"),
    ("m", "（四）抓早抓小，就地化解矛盾。|坚持和发展新时代“枫桥经验”，13个人民调解委员会全年调解纠纷186件，成功184件，调解成功率为98.92%。办理信访事项22件，及时受理率、按期办结率均为100%。以乡政府为被申请人的行政复议案件2件，均被维持；以乡政府为被告的行政诉讼案件4件，已全部审结，没有败诉。行政机关负责人应出庭4件、实际出庭4件，其中乡长出庭3件、副乡长出庭1件，出庭应诉率为百分之百，生效裁判均已履行。"),
    ("m", "（五）强化应急处置，守牢安全底线。|修订森林防火、防汛、地质灾害等应急预案5个，开展应急演练6次，检查生产经营单位94家次，发现隐患132处，全部整改完毕。"),
    ("m", "（六）推进公开普法，营造法治氛围。|主动公开政府信息167条，收到政府信息公开申请3件，均在规定期限内答复。办理县、乡人大代表建议14件，全部按期办复。落实“谁执法谁普法”普法责任制和普法责任清单，推进“八五”普法，利用赶集日、农民丰收节、“12·4”国家宪法日开展活动28场次，发放资料6100份，培育“法律明白人”63名。12个村法律顾问全覆盖，提供法律咨询287人次。"),
    ("b", "二、2023年法治政府建设存在的问题及原因"),
    ("m", "（一）执法力量与承接事项不相适应。|县级赋权事项46项中，有19项全年没有办理案件。原因在于9名执法人员中有4名身兼综治、应急等多项工作，林业、水利方面的专业知识储备不够，县级部门跟班指导的次数偏少。"),
    ("m", "（二）普法活动覆盖不够均衡。|3个偏远村全年集中普法活动均只有1场。主要原因是这些村居住分散、青壮年外出较多，乡里安排活动时以集镇周边为主，没有充分发挥“法律明白人”的作用。"),
    ("b", "三、2023年党政主要负责人履行推进法治建设第一责任人职责情况"),
    ("p", "乡党委书记主持召开党委会议研究法治建设工作4次，主持党委理论学习中心组专题学习习近平法治思想2次，对矛盾纠纷排查化解工作作出批示11件次。乡长主持召开乡长办公会议研究依法行政工作5次，组织会前学法6次，举办法治专题讲座2期，带头出庭应诉3件，包案化解信访积案2件。年底，乡党委书记、乡长围绕履行推进法治建设第一责任人职责进行述法，述法情况列入年终述职内容，并向县委全面依法治县委员会办公室提交书面报告。"),
    ("b", "四、2024年推进法治政府建设的工作打算"),
    ("m", "（一）充实执法力量。|实行执法人员定岗管理，选派人员到县林业、水利部门跟班学习不少于6人次，对没有办理案件的赋权事项逐项分析，提出评估意见报县级部门研究。"),
    ("m", "（二）均衡开展普法。|为偏远村制定普法计划，每村每年集中普法活动不少于3场，组织“法律明白人”入户宣讲，在春节等返乡集中时段开展专场活动。"),
    ("m", "（三）压实工作责任。|坚持党政主要负责人带头抓法治建设，每季度听取一次工作汇报，抓好新修订的《中华人民共和国行政复议法》学习宣传，提高依法行政水平。"),
    ("sign", "芷垣县鹿箬乡人民政府"),
    ("sign", "2024年1月12日"),
]


# ---------------------------------------------------------------- 文字到段落


def run(text, properties=""):
    """一个 w:r；制表符和换行各成元素。"""
    parts = []
    for piece in re.split(r"([\t\n])", text):
        if piece == "\t":
            parts.append("<w:tab/>")
        elif piece == "\n":
            parts.append("<w:br/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{wrapped}{''.join(parts)}</w:r>"


def split_runs(text):
    """像 Word 那样把数字、西文与汉字拆成不同的 run，长的汉字串再从中间断开。"""
    runs = []
    for piece in re.findall(r"[0-9A-Za-z.%]+|[^0-9A-Za-z.%]+", text):
        if re.match(r"[0-9A-Za-z.%]", piece):
            runs.append(run(piece, '<w:rFonts w:hint="default"/>'))
            continue
        while len(piece) > 37:
            runs.append(run(piece[:23], '<w:rFonts w:hint="eastAsia"/>'))
            piece = piece[23:]
        runs.append(run(piece, '<w:rFonts w:hint="eastAsia"/>'))
    return "".join(runs)


def marked_runs(text):
    """正文：认出删除、插入和脚注的标记。"""
    out = []
    for piece in re.split(r"(\{[-+*].*?[-+*]\})", text):
        if piece.startswith("{-"):
            inner = f"<w:r><w:delText>{escape(piece[2:-2])}</w:delText></w:r>"
            out.append(f'<w:del w:id="101" w:author="区司法局" w:date="2025-02-08T09:30:00Z">{inner}</w:del>')
        elif piece.startswith("{+"):
            out.append(f'<w:ins w:id="102" w:author="区司法局" w:date="2025-02-08T09:30:00Z">{split_runs(piece[2:-2])}</w:ins>')
        elif piece.startswith("{*"):
            out.append('<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="1"/></w:r>')
        elif piece:
            out.append(split_runs(piece))
    return "".join(out)


def paragraph(content, properties=""):
    wrapped = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{wrapped}{content}</w:p>"


def table(rows):
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    width = 8800 // len(rows[0])
    out = [
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>',
        "<w:tblGrid>" + f'<w:gridCol w:w="{width}"/>' * len(rows[0]) + "</w:tblGrid>",
    ]
    for row in rows:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + paragraph(run(cell), '<w:jc w:val="center"/>')
            + "</w:tc>"
            for cell in row
        )
        out.append(f"<w:tr>{cells}</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
SIGN = '<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'


def wangjin_body():
    out = []
    for kind, text in WANGJIN:
        if kind == "letterhead":
            out.append(paragraph(run(text, '<w:b/><w:color w:val="FF0000"/><w:sz w:val="72"/>'), '<w:jc w:val="center"/>'))
        elif kind == "number":
            out.append(paragraph(split_runs(text), '<w:tabs><w:tab w:val="right" w:pos="8800"/></w:tabs>'))
        elif kind == "title":
            out.append(paragraph(split_runs(text), '<w:pStyle w:val="Title"/>'))
        elif kind == "h1":
            # 序号来自样式 Heading1 里的 numPr。
            out.append(paragraph(split_runs(text), '<w:pStyle w:val="1"/>'))
        elif kind == "h2":
            # 序号写在段落自己的 numPr 里。
            out.append(paragraph(split_runs(text), '<w:pStyle w:val="2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'))
        elif kind == "p":
            out.append(paragraph(marked_runs(text), INDENT))
        elif kind == "table":
            out.append(paragraph(split_runs("表1　2024年行政复议和一审行政诉讼案件办理情况"), '<w:jc w:val="center"/>'))
            out.append(table(WANGJIN_TABLE))
        elif kind == "sign":
            out.append(paragraph(split_runs(text), SIGN))
        else:
            out.append(paragraph(split_runs(text)))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/></w:sectPr>'
    )
    return "".join(out) + section


def luruo_body():
    bold = "<w:b/><w:bCs/>"
    out = []
    for kind, text in LURUO:
        if kind == "title":
            out.append(paragraph(run(text, bold + '<w:sz w:val="44"/>'), '<w:jc w:val="center"/>'))
        elif kind == "b":
            out.append(paragraph(run(text, bold), INDENT))
        elif kind == "m":
            heading, body = text.split("|")
            out.append(paragraph(run(heading, bold) + run(body), INDENT))
        elif kind == "p":
            out.append(paragraph(run(text), INDENT))
        elif kind == "sign":
            out.append(paragraph(run(text), SIGN))
        else:
            out.append(paragraph(run(text)))
    return "".join(out) + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


# ---------------------------------------------------------------- 文件各部分

STYLES = f"""<w:styles {NS}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312" w:hAnsi="Times New Roman"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体_GB2312"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="a"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {NS}>
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%3."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""

FOOTNOTES = f"""<w:footnotes {NS}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>{run(" " + WANGJIN_FOOTNOTE)}</w:p></w:footnote>
</w:footnotes>"""

CENTER = '<w:jc w:val="center"/>'
HEADER = f'<w:hdr {NS}>{paragraph(run("望津区人民政府文件"), CENTER)}</w:hdr>'

FOOTER = (
    f'<w:ftr {NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("— ")}'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    f'{run(" —")}</w:p></w:ftr>'
)

SETTINGS = f'<w:settings {NS}><w:trackRevisions/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr></w:settings>'


def core(title, day):
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}T08:00:00Z</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T08:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def relationships(items):
    rows = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in items)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def content_types(parts):
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    rows = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{main}{kind}+xml"/>' for name, kind in parts)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{rows}"
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


PACKAGE_RELS = relationships(
    [
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
)


def write(path, parts):
    """按给定次序写包；每个部分先确认是合式 XML。"""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts:
            data = (XML + text).encode("utf-8")
            ElementTree.fromstring(data)
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            package.writestr(info, data, compresslevel=9)


def document(body):
    return f"<w:document {NS}><w:body>{body}</w:body></w:document>"


def main():
    write(
        HERE / "wangjin-2024" / "report.docx",
        [
            ("[Content_Types].xml", content_types([("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"), ("settings", "settings"), ("footnotes", "footnotes"), ("header1", "header"), ("footer1", "footer")])),
            ("_rels/.rels", PACKAGE_RELS),
            ("word/document.xml", document(wangjin_body())),
            (
                "word/_rels/document.xml.rels",
                relationships(
                    [
                        ("rId1", f"{OFFICE}/styles", "styles.xml"),
                        ("rId2", f"{OFFICE}/numbering", "numbering.xml"),
                        ("rId3", f"{OFFICE}/settings", "settings.xml"),
                        ("rId4", f"{OFFICE}/footnotes", "footnotes.xml"),
                        ("rId5", f"{OFFICE}/header", "header1.xml"),
                        ("rId6", f"{OFFICE}/footer", "footer1.xml"),
                    ]
                ),
            ),
            ("word/styles.xml", STYLES),
            ("word/numbering.xml", NUMBERING),
            ("word/settings.xml", SETTINGS),
            ("word/footnotes.xml", FOOTNOTES),
            ("word/header1.xml", HEADER),
            ("word/footer1.xml", FOOTER),
            ("docProps/core.xml", core("望津区人民政府关于2024年度法治政府建设情况的报告", "2025-02-10")),
        ],
    )
    write(
        HERE / "luruo-2023" / "report.docx",
        [
            ("[Content_Types].xml", content_types([("document", "document.main")])),
            ("_rels/.rels", PACKAGE_RELS),
            ("word/document.xml", document(luruo_body())),
            ("docProps/core.xml", core("芷垣县鹿箬乡人民政府2023年度法治政府建设工作情况报告", "2024-01-12")),
        ],
    )


if __name__ == "__main__":
    main()
