"""The words of names that say little, are written in several ways, or are translated rather than spelled."""

from __future__ import annotations


def _listed(words: str) -> list[str]:
    return words.split()


# What a Chinese name says in words of meaning. All else in it is a name and is spelled out in pinyin.
CHINESE = {
    "稀土": "rare earth",
    "稀土矿": "rare earth mine",
    "五矿": "minmetals",
    "中铝": "chinalco",
    "铝业": "aluminum",
    "高技术": "hightech",
    "电驱": "electric drive",
    "精密": "precision",
    "制造": "manufacturing",
    "创业": "venture",
    "管理": "management",
    "委员会": "committee",
    "有色": "nonferrous metal",
    "铜业": "copper",
    "磁性": "magnetic",
    "动力": "power",
    "系统": "system",
    "永磁": "permanent magnet",
    "磁性材料": "magnetic material",
    "磁材": "magnetic material",
    "磁业": "magnetic",
    "磁电": "magnetoelectric",
    "磁铁": "magnet",
    "新材料": "new material",
    "材料": "material",
    "高科技": "hightech",
    "高新技术": "hightech",
    "高新": "hightech",
    "科技": "technology",
    "技术": "technology",
    "集团": "group",
    "控股": "holding",
    "实业": "industrial",
    "工业": "industrial",
    "产业": "industry",
    "有色金属": "nonferrous metal",
    "金属": "metal",
    "合金": "alloy",
    "钢铁": "iron steel",
    "特钢": "special steel",
    "矿业": "mining",
    "冶炼": "smelting",
    "冶金": "metallurgy",
    "分离": "separation",
    "资源": "resource",
    "功能": "functional",
    "储氢": "hydrogen storage",
    "抛光": "polishing",
    "环保": "environmental protection",
    "电机": "motor",
    "电气": "electric",
    "电子": "electronics",
    "电器": "electric",
    "风电": "wind power",
    "新能源": "new energy",
    "能源": "energy",
    "汽车": "automobile",
    "机械": "machinery",
    "化工": "chemical",
    "化学": "chemical",
    "研究院": "research institute",
    "研究所": "research institute",
    "研究": "research",
    "交易所": "exchange",
    "投资": "investment",
    "发展": "development",
    "开发": "development",
    "贸易": "trading",
    "进出口": "import export",
    "国际": "international",
    "股份": "",
    "中国": "china",
    "北方": "northern",
    "南方": "southern",
    "东方": "eastern",
    "大学": "university",
    "政府": "government",
    "高新区": "hightech zone",
    "开发区": "development zone",
    "园区": "park",
    "尾矿": "tailings",
    "矿山": "mine",
    "工厂": "plant",
    "项目": "project",
}
# Ends of Chinese names that say only that it is a company, and of places that say only what kind of place.
CHINESE_FORMS = (
    "株式会社",
    "有限会社",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "总公司",
    "分公司",
    "公司",
)
CHINESE_AREAS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治县",
    "省",
    "市",
    "区",
    "县",
    "旗",
)

# One word for what is written in several ways; "" for what says nothing.
SAME = {
    "the": "",
    "of": "",
    "and": "",
    "for": "",
    "de": "",
    "do": "",
    "da": "",
    "del": "",
    "la": "",
    "in": "",
    "at": "",
    "et": "",
    "und": "",
    "mt": "mount",
    "mtn": "mountain",
    "st": "saint",
    "ft": "fort",
    "intl": "international",
    "mfg": "manufacturing",
    "matl": "material",
    "materials": "material",
    "mtl": "material",
    "technologies": "technology",
    "technological": "technology",
    "magnetics": "magnetic",
    "magnets": "magnet",
    "earths": "earth",
    "metals": "metal",
    "metallic": "metal",
    "minerals": "mineral",
    "resources": "resource",
    "mines": "mine",
    "deposits": "deposit",
    "projects": "project",
    "industries": "industry",
    "inds": "industry",
    "holdings": "holding",
    "hldgs": "holding",
    "grp": "group",
    "dept": "department",
    "ministry": "department",
    "govt": "government",
    "univ": "university",
    "inst": "institute",
    "electronic": "electronics",
    "motors": "motor",
    "alloys": "alloy",
    "products": "product",
    "systems": "system",
    "solutions": "solution",
    "services": "service",
    "laboratories": "laboratory",
    "labs": "laboratory",
    "lab": "laboratory",
    "ree": "rare earth",
    "rees": "rare earth",
    "rareearth": "rare earth",
    "rareearths": "rare earth",
    "usa": "united states",
    "us": "united states",
    "uk": "united kingdom",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "aluminium": "aluminum",
    "centre": "center",
}

# Words that many names share, whatever they are the names of: they tell two things apart but weakly.
COMMON = frozenset(
    _listed(
        "group holding international global company enterprise product service trading "
        "technology tech material industry industrial resource mining mineral metal limited "
        "corporation china rare earth magnet magnetic development investment system solution "
        "manufacturing science advanced new hightech high engineering permanent electric "
        "electronics energy capital partner trade works claim no "
        "lake creek hill hills mountain mountains mount river bay valley ridge canyon peak springs gulch"
    )
)
# Words that only say of what kind a thing is: of a mine, the deposit and the project are the same thing.
SITES = frozenset(
    _listed(
        "mine deposit project prospect occurrence complex district area field site operation "
        "plant facility factory unit line works refinery smelter orebody pit quarry prospects"
    )
)

# Words that people cut short.
OFTEN_CUT = (
    COMMON
    | SITES
    | frozenset(
        _listed(
            "northern southern eastern western national university institute department government "
            "electric environmental protection center mountain baotou beijing shanghai ganzhou "
            "ningbo jiangxi"
        )
    )
)

# Words that exclude each other, by what each stands for: names that differ in these are of two things.
OPPOSED = (
    {
        "north": "n",
        "northern": "n",
        "south": "s",
        "southern": "s",
        "east": "e",
        "eastern": "e",
        "west": "w",
        "western": "w",
        "central": "c",
    },
    {"upper": "u", "lower": "l", "middle": "m"},
    {"big": "b", "little": "l", "great": "b", "small": "l"},
    {"new": "n", "old": "o"},
    {"light": "l", "heavy": "h", "medium": "m"},
)


# Places that names of companies begin with, so that 包头金蒙 is read as Baotou Jinmeng, in two words.
CITIES = tuple(
    _listed(
        "内蒙古 黑龙江 包头 北京 上海 天津 重庆 赣州 宁波 江西 江苏 浙江 安徽 福建 "
        "厦门 广东 广西 广州 深圳 湖南 湖北 河南 河北 山东 山西 陕西 四川 云南 贵州 "
        "甘肃 青海 宁夏 新疆 西藏 海南 吉林 辽宁 沈阳 大连 烟台 青岛 济南 淄博 杭州 "
        "东阳 金华 绍兴 苏州 无锡 南京 常州 宜兴 合肥 成都 乐山 凉山 冕宁 西安 宝鸡 "
        "太原 长沙 益阳 南昌 龙南 定南 寻乌 龙岩 长汀 梅州 惠州 东莞 柳州 崇左 香港 "
        "台湾 呼和浩特 鄂尔多斯 甘南 通辽 赤峰"
    )
)
# Places that English does not spell in pinyin.
EXONYMS = {
    "内蒙古": "inner mongolia",
    "内蒙": "inner mongolia",
    "香港": "hong kong",
    "西藏": "tibet",
    "陕西": "shaanxi",
    "呼和浩特": "hohhot",
    "鄂尔多斯": "ordos",
    "新疆": "xinjiang",
    "台湾": "taiwan",
    "澳门": "macau",
    "白云鄂博": "bayan obo",
}
