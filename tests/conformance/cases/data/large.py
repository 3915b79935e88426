import check

e = entity.create()
e.data().list = list(range(1, 100001))
check.show(len(e.data().list), e.data().list[99999])
text = "x" * 1000000
e.data().text = text
check.show(len(e.data().text), e.data().text == text)
