//! The words of page furniture: labels, buttons, footers. Matched against folded text, so each
//! word stands once, in simplified characters, half width and without blanks.

use std::sync::LazyLock;

/// What may stand behind a label, which tells it from the same word in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// The label occurs on pages only: any short value, with or without a colon.
    Free,
    /// Only with a colon, and only a date as computers write it, or nothing.
    Date,
    /// Only with a colon or brackets, and only a count, or nothing.
    Count,
    /// Only with a colon, and only a name without punctuation.
    Name,
    /// Only with a colon; something must follow.
    Title,
    /// Whatever follows: paths, the titles of other pages, lists of links.
    Rest,
    /// Only beside other labels: addresses and telephone numbers stand in reports too.
    Beside,
}

/// Labels that are met on pages, by what may stand behind them.
const LABELS_BY_VALUE: [(Value, &str); 7] = [
    (
        Value::Free,
        "索引号 信息索引号 信息索引 索取号 公开方式 公开形式 公开范围 公开时限 公开期限 \
         公开程序 公开属性 公开类别 公开类型 公开机构 公开主体 公开日期 公开责任部门 公开目录 \
         主动公开目录 信息公开选项 发布机构 发布机关 发布单位 发布部门 发文机构 发文机关 \
         发文单位 制发机关 制发单位 所属机构 责任部门 成文日期 成文时间 公文生成日期 备注/文号 发文日期 发文时间 \
         印发日期 印发时间 签发日期 生成日期 生成时间 产生日期 发布日期 发布时间 发表时间 \
         发表日期 发布于 更新时间 更新日期 录入时间 添加时间 上传时间 实施日期 施行日期 \
         生效日期 废止日期 失效日期 终止日期 截止日期 有效性 有效性/截止日期 有效期 是否有效 \
         效力状态 文件状态 时效性 时效状态 规范性文件编号 统一编号 登记号 组配分类 主题分类 \
         体裁分类 题裁分类 服务对象分类 信息分类 信息类别 所属主题 所属分类 所属栏目 栏目名称 \
         公文种类 公文类别 文件类型 信息格式 发文字号 发文文号 文件编号 文件字号 文号 信息名称 \
         信息来源 文章来源 稿件来源 内容来源 新闻来源 浏览次数 浏览量 浏览数 访问次数 访问量 \
         访问人数 点击次数 点击率 点击量 点击数 阅读次数 阅读人次 阅读数 查看次数 累计次数",
    ),
    (Value::Date, "时间 日期"),
    (
        Value::Count,
        "语种 浏览 访问 点击 阅读量 阅读 人气 字体 字体大小 字号 字号大小 文字大小 背景色",
    ),
    (
        Value::Name,
        "来源 稿源 供稿 供稿单位 信息提供 作者 记者 编辑 编辑人 责任编辑 责编 发布人 发布者 \
         录入人 录入者 录入 审核 审核人 初审 复审 终审 主办 承办 技术支持",
    ),
    (Value::Title, "文件名称 名称 标题 信息标题 关键词 关键字"),
    (
        Value::Rest,
        "内容概述 内容摘要 信息摘要 视力保护色 保护视力色 您的位置 你的位置 您所在的位置 \
         您现在的位置 您现在所在的位置 您当前的位置 您当前所在的位置 您当前位置 当前位置 \
         当前所在位置 现在位置 所在位置 上一篇 下一篇 上一条 下一条 上篇 下篇 前一篇 后一篇 \
         附件下载 相关附件 相关链接 相关文章 相关文档 相关文件 相关新闻 相关信息 相关阅读 \
         相关解读 相关推荐 延伸阅读 热门推荐 政策解读链接 友情链接 搜索位置 匹配度 热搜词 \
         分享到 分享至 主办单位 承办单位 协办单位 运维单位 维护单位 网站标识码 政府网站标识码 \
         备案号 备案序号 ICP备案",
    ),
    (
        Value::Beside,
        "主题词 地址 联系地址 电话 联系电话 网站电话 传真 邮编 邮政编码 邮箱 电子邮箱",
    ),
];

/// Labels that are met on pages, with what may stand behind them.
pub(super) static LABELS: LazyLock<Vec<(&str, Value)>> = LazyLock::new(|| {
    let labels = LABELS_BY_VALUE.iter();
    labels
        .flat_map(|(value, labels)| labels.split(' ').map(|label| (label, *value)))
        .collect()
});

/// Buttons, links and menu entries. A line that consists of nothing else is furniture.
pub(super) static BUTTONS: LazyLock<Vec<&str>> =
    LazyLock::new(|| BUTTON_WORDS.split(' ').collect());

const BUTTON_WORDS: &str = "打印本页 打印此页 打印本文 打印正文 打印文章 打印内容 打印页面 我要打印 打印 关闭窗口 \
     关闭本页 关闭此页 关闭页面 关闭 返回顶部 返回首页 返回列表 返回上页 返回上一页 返回 \
     回到顶部 收藏本页 加入收藏 收藏 设为首页 保存本页 保存 全文下载 下载文字版 下载图片版 \
     word下载 pdf下载 Word下载 PDF下载 下载全文 下载 导出 复制链接 复制 二维码 推荐给好友 \
     分享到 分享至 分享 一键分享 微信好友 微信扫一扫 微信 朋友圈 新浪微博 腾讯微博 政务微信 \
     政务微博 微博 QQ空间 QQ好友 QQ 人人网 豆瓣 更多 扫一扫在手机打开当前页 扫一扫 \
     手机扫一扫 手机版 移动版 电脑版 客户端 字体大小 文字大小 字体 字号 超大 特大 较大 默认 \
     标准 大 中 小 放大 缩小 恢复 T+ T- T| A+ A- 繁体版 简体版 繁体中文 简体中文 繁体 简体 \
     繁 简 无障碍阅读 无障碍浏览 无障碍版 无障碍服务 无障碍 进入无障碍 长者模式 长者版 \
     长者助手 适老版 老年模式 关怀版 关怀模式 听全文 朗读全文 朗读 语音播报 语音朗读 语音 \
     播报 播放 暂停 停止 继续 倍速 AI脑图 AI解读 AI摘要 思维导图 智能问答 智能客服 English \
     EN 英文版 英文 用户登录 登录 登陆 注册 注销 退出 欢迎您 您好 个人中心 站内搜索 \
     高级搜索 全站搜索 搜索 搜一搜 请输入关键字 请输入关键词 请输入搜索内容 排序 相关度 \
     时间 全部 标题 正文 首页 网站首页 主页 政务公开 政府信息公开 信息公开 信息公开目录 \
     政府信息公开目录 政务服务 办事服务 网上办事 便民服务 公共服务 服务大厅 互动交流 \
     政民互动 公众参与 公众互动 新闻中心 新闻动态 政务动态 要闻动态 工作动态 部门动态 \
     通知公告 公示公告 公告公示 政策文件 政策法规 政策解读 法规文件 专题专栏 专题 专栏 \
     数据开放 数据发布 数据 机构职能 领导之窗 领导信息 政府文件 规划计划 财政信息 政府公报 \
     依申请公开 公开指南 公开目录 公开制度 公开年报 信息公开指南 信息公开制度 信息公开年报 \
     法定主动公开内容 重点领域信息公开 重点领域 网站地图 网站导航 导航 联系我们 关于我们 \
     网站声明 版权声明 隐私声明 隐私保护 免责声明 使用帮助 网站纠错 我要纠错 政府网站找错 \
     找错 纠错 举报 举报投诉 意见反馈 点赞 评论 上一页 下一页 上一篇 下一篇 没有了 尾页 \
     末页 共 页";

/// Buttons that are ordinary words: one alone may be a line of a report.
pub(super) const ORDINARY: &str = " 大 中 小 标准 时间 全部 标题 正文 数据 专题 专栏 共 页 更多 复制 排序 停止 继续 恢复 评论 语音 播报 简 繁 ";

/// Starts of lines that no report has.
pub(super) const STARTS: &[&str] = &[
    "今天是",
    "今日是",
    "现在是北京时间",
    "欢迎访问",
    "欢迎光临",
    "欢迎来到",
    "欢迎您访问",
    "请点击右上角",
    "点击右上角",
    "最佳浏览",
    "本站由",
    "本网站由",
    "扫一扫",
    "微信扫一扫",
    "用微信扫",
    "手机扫描",
    "点击播报",
    "播报本文",
    "语音播报",
    "听全文",
    "版权声明:",
    "免责声明:",
    "特别声明:",
    "未经授权",
    "未经许可",
    "您访问的链接",
    "您是第",
    "网站支持IPv6",
    "本网站支持IPv6",
    "小编",
    "会员分享",
    "点击查看更多",
    "查看更多",
    "展开全文",
    "分享到",
    "分享至",
    "附件下载",
];

/// Words of footers, wherever they stand in a short line.
pub(super) const FOOTERS: &[&str] = &[
    "ICP备",
    "ICP证",
    "公网安备",
    "网站标识码",
    "版权所有",
    "opyright",
    "OPYRIGHT",
    "©",
    "llRightsReserved",
    "llrightsreserved",
];

/// Ends of file names.
pub(super) const FILES: &[&str] = &[
    ".pdf", ".docx", ".doc", ".wps", ".ofd", ".xlsx", ".xls", ".zip", ".rar", ".ceb", ".jpg",
    ".png", ".txt",
];
